import type { TextMatch } from "../scenario/match.ts";
import type { Message } from "./catalogue/message.ts";
import type { KnownText } from "./known-texts.ts";
import { spellingsOf, type Word } from "./words.ts";

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** One of these texts, in letters of either case. Plain texts alone: V8 looks for them many times faster. */
export const anyOf = (texts: readonly string[], flags: string): RegExp =>
  new RegExp([...new Set(texts)].map(escaped).join("|") || "(?!)", flags);

/** Words of which any line that fits the text has at least one. A telling word is in every line that fits. */
export const anchorsOf = (words: readonly Word[]): string[] => {
  const telling = words.filter(({ text, weight }) => weight > 1 && text.length > 3 && text !== "never");
  const longest = (of: readonly Word[]): Word[] => of.toSorted((a, b) => b.text.length - a.text.length);
  const [sure] = longest(telling);
  if (sure) return [sure.text];
  // Less than a fifth of the words may be missing, so one of so many longest ones is there.
  const count = Math.floor(words.length / 5) + 1;
  return longest(words)
    .slice(0, count)
    .map(({ text }) => text);
};

const indexAnchors = (known: readonly KnownText[]): string[] =>
  known.flatMap(({ words }) => anchorsOf(words)).flatMap(spellingsOf);

/** A pattern that every line which fits a text of the index matches, so that most lines are passed over at once. */
export const anchorPattern = (known: readonly KnownText[]): RegExp => anyOf(indexAnchors(known), "i");

/** A pattern that every line with a message of the catalogue matches. */
export const cataloguePattern = (catalogue: readonly Message[]): RegExp =>
  anyOf(
    catalogue.flatMap(({ anchors }) => anchors),
    "i",
  );

const shortestPart = 5;

/** Of several words of a text, short ones cost more time than they find. */
const longAnchors = (known: readonly KnownText[]): string[] =>
  known.flatMap((one) => {
    const all = indexAnchors([one]);
    const long = all.filter(({ length }) => length >= shortestPart);
    return long.length === 0 ? all : long;
  });

/** The longest plain text in each alternative of what tells two incidents apart; none of one that has too little. */
const partsOf = (match: TextMatch): string[] => {
  if (match.kind === "contains") return [match.value.join("")];
  if (match.kind !== "pattern") return [];
  return match.source.split("|").flatMap((alternative) => {
    const runs = alternative
      .replaceAll(/\[(?:[^\]\\]|\\.)*\][*+?]?|\\[dwsb]\S?|\(\?.|[()^$]|.?[*+?]|\{[^}]*\}|(?<!\\)\./g, "\n")
      .replaceAll(/\\(.)/g, "$1")
      .split("\n");
    const [longest = ""] = runs.toSorted((a, b) => b.length - a.length);
    return longest.length < shortestPart ? [] : [longest];
  });
};

/** What dig prints of one answer stands in two lines, and the journal's bytes are no text. */
const always = ["->>header<<-", ";; flags: ", '"message":[', '"message" : ['];

/** Texts of which every line that can be evidence has one, to look for in a whole text at once. */
export const evidenceAnchors = (
  known: readonly KnownText[],
  catalogue: readonly Message[],
  differences: readonly TextMatch[],
): string[] => [
  ...catalogue.flatMap(({ anchors, weight }) => ("fact" in weight ? [] : anchors)),
  ...longAnchors(known),
  ...differences.flatMap(partsOf).map((part) => part.toLowerCase()),
  ...always,
];
