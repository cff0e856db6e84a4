import type { TextMatch } from "./match.ts";

/** A text that a pattern finds, and whether only at the beginning. */
export type PlainPart = { readonly text: string; readonly begins: boolean };

const escaped = /\\([/.*+?^${}()|[\]\\])/g;

/** The texts that a pattern finds one after the other; undefined where it is more than plain texts. */
export const plainPartsOf = (source: string): PlainPart[] | undefined => {
  const parts = source.split(/(?<!\\)(?:\.\*|\[\\s\\S\]\*)/).map((part) => {
    const begins = part.startsWith("^");
    return { source: begins ? part.slice(1) : part, begins };
  });
  const isPlain = parts.every(
    (part) => part.source !== "" && !/[\\.*+?^${}()|[\]]/.test(part.source.replaceAll(escaped, "")),
  );
  return isPlain
    ? parts.map((part) => ({ text: part.source.replaceAll(escaped, "$1"), begins: part.begins }))
    : undefined;
};

const partsOf = ({ source }: { readonly source: string }): PlainPart[] | undefined =>
  plainPartsOf(source.replaceAll(/\\d\+|\[[01]-9\]/g, "<n>"));

/** Whether `literalOf` is a text that a person can look for. */
export const hasLiteral = (match: TextMatch): boolean =>
  match.kind === "contains" || (match.kind === "pattern" && partsOf(match) !== undefined);

/** A pattern of plain texts as a line that it finds: `…` stands for anything between them, `<n>` for a number. */
export const literalOf = (match: TextMatch): string => {
  if (match.kind === "contains") return match.value.join("");
  if (match.kind !== "pattern") return JSON.stringify(match);
  const parts = partsOf(match);
  return parts === undefined ? `/${match.source}/${match.flags}` : parts.map(({ text }) => text).join("…");
};
