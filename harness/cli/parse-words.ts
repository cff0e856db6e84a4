import { InvalidArgumentError } from "commander";
import { closest } from "../scenario/closest.ts";

/** The one of these that the word is. @throws InvalidArgumentError with what can be written; `also`: beside these */
export const oneOf = <W extends string>(all: readonly W[], word: string, also = ""): W => {
  const found = all.find((one) => one === word);
  if (found !== undefined) return found;
  const near = word === "" ? undefined : closest(word, all);
  throw new InvalidArgumentError(
    `write ${choice(all)}, or several with commas between them${also}.${near === undefined ? "" : ` Did you mean ${near}?`}`,
  );
};

/** "4.3, 5.4 or 5.8". */
export const choice = (all: readonly string[]): string =>
  [...(all.length > 1 ? [all.slice(0, -1).join(", ")] : []), ...all.slice(-1)].join(" or ");

/** Words parted by commas. */
export const wordsOf = (value: string): string[] => value.split(",").map((word) => word.trim());

/** @throws InvalidArgumentError when one of them is there twice */
export const assertOnce = (words: readonly string[], what: string): void => {
  if (new Set(words).size < words.length) throw new InvalidArgumentError(`name each ${what} once.`);
};
