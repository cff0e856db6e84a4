import { type Phrase, type PhraseContext, texts } from "../../scenario/phrase.ts";
import type { Lookup } from "./value.ts";

/** What all three lines of a look-up must print. */
export const lookupWords = ({ expect }: Lookup, { resolve }: PhraseContext): Phrase => {
  if (expect.paths === "nothing") return ["finds no address, on each of the three paths"];
  if (expect.paths === "differ") return ["finds addresses that differ among the three paths"];
  return expect.addresses === undefined
    ? ["finds the same addresses on each of the three paths"]
    : ["finds ", ...texts(expect.addresses, resolve), " on each of the three paths"];
};
