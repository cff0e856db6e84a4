import { relative } from "node:path";

/** A path as a person reads it: from where they are when it is below, else whole. */
export const shownPath = (path: string): string => {
  const below = relative(process.cwd(), path);
  return below.startsWith("..") ? path : below || ".";
};
