import type { KnownText } from "./known-texts.ts";
import type { Word } from "./words.ts";

/** A word of the index as it may stand in a text: an error of the system is one word here and several there. */
const spelled = (word: string): string =>
  word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("_", "[ _/-]");

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

/** A pattern that every line which fits a text of the index matches, so that most lines are passed over at once. */
export const anchorPattern = (known: readonly KnownText[]): RegExp | undefined => {
  const all = [...new Set(known.flatMap(({ words }) => anchorsOf(words)).map(spelled))];
  return all.length === 0 ? undefined : new RegExp(all.join("|"), "i");
};
