import { assertOnce, oneOf, wordsOf } from "./parse-words.ts";

/** Versions parted by commas, of those that there are, in the order in which they are drilled with. */
export const parseVersions = (all: readonly string[], value: string): string[] => {
  const versions = wordsOf(value).map((word) => oneOf(all, word));
  assertOnce(versions, "version");
  return versions;
};
