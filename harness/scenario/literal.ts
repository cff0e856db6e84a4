import type { TextMatch } from "./match.ts";

/** A pattern that only escapes its signs, as the text that it finds. */
export const literalOf = (match: TextMatch): string => {
  if (match.kind === "contains") return match.value.join("");
  if (match.kind !== "pattern") return JSON.stringify(match);
  const plain = match.source.replace(/\\([/.*+?^${}()|[\]\\])/g, "");
  return /[\\.*+?^${}()|[\]]/.test(plain)
    ? `/${match.source}/${match.flags}`
    : match.source.replace(/\\(.)/g, "$1");
};
