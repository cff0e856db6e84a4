import type { Check } from "../scenario/check.ts";
import type { Phrase, PhraseContext } from "../scenario/phrase.ts";
import { probeDefinition } from "../scenario/probe.ts";

/** What the check's probe must do, after its command: "prints `ok`", "exits 125 and prints `x`". */
export const expectationOf = ({ probe, negated }: Check, context: PhraseContext): Phrase => {
  const phrase = probeDefinition(probe.kind).words(probe, context);
  if (!negated) return phrase;
  return phrase.length === 1 && phrase[0] === "succeeds"
    ? ["fails"]
    : ["does anything but this: ", ...phrase];
};

/** The phrase as plain text, its literals in quotes. */
export const plainPhrase = (phrase: Phrase): string =>
  phrase
    .map((piece) =>
      typeof piece === "string" ? piece : "pattern" in piece ? piece.pattern : JSON.stringify(piece.literal),
    )
    .join("");
