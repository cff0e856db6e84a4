import { messageOf, visibleLine } from "./clean-line.ts";
import { isComplaint } from "./complaint.ts";
import type { IndexEntry, SeenSymptom, SeenText } from "./index-entry.ts";
import { keyOf, type Word, wordsOf } from "./words.ts";

/** A text of the index, ready to be looked for. */
export type KnownText = {
  readonly entry: IndexEntry;
  readonly symptom: SeenSymptom;
  readonly text: SeenText;
  readonly words: readonly Word[];
  readonly key: string;
};

const fewestWords = 3;
const fewestLetters = 14;

/** Whether the words are enough to know a message by. */
export const isDistinct = (words: readonly Word[]): boolean => {
  const full = words.filter(({ text, weight }) => weight >= 1 && /\p{L}/u.test(text));
  return full.length >= fewestWords && full.reduce((sum, { text }) => sum + text.length, 0) >= fewestLetters;
};

const wordsOfLine = (line: string): Word[] => wordsOf(messageOf(visibleLine(line)));

/** Whether a line that a drill saw says enough, and says that something is wrong. */
export const isEvidence = (line: string): boolean => isComplaint(line) && isDistinct(wordsOfLine(line));

const fewestFullWords = 4;

/** Whether a part of a line is enough: "could not be found" alone is said of many things. */
export const isTellingPart = (part: string): boolean =>
  isEvidence(part) &&
  wordsOfLine(part).filter(({ text }) => text.length >= fewestFullWords).length >= fewestFullWords;

const wordsOfText = ({ core, text }: SeenText): Word[] => wordsOfLine(core ?? text);

export const keyOfText = (text: SeenText): string => keyOf(wordsOfText(text));

/** Every text of the index that can be looked for. */
export const knownTexts = (entries: readonly IndexEntry[]): KnownText[] =>
  entries.flatMap((entry) =>
    entry.symptoms.flatMap((symptom) =>
      symptom.texts.flatMap((text) => {
        const words = wordsOfText(text);
        return isDistinct(words) ? [{ entry, symptom, text, words, key: keyOf(words) }] : [];
      }),
    ),
  );
