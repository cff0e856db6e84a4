import { InvalidArgumentError } from "commander";
import type { KindsAsked } from "../plan/machine-kinds.ts";
import { type KindWord, kindWords } from "../scenario/machine-kind.ts";
import { assertOnce, oneOf, wordsOf } from "./parse-words.ts";

/** Kinds of machine, and kinds of single machines as `machine=kind`, parted by commas. */
export const parseKinds = (value: string): KindsAsked => {
  const { alone = [], kind = [] } = Object.groupBy(wordsOf(value), (word) =>
    word.includes("=") ? "alone" : "kind",
  );
  const kinds = kind.map(parseKind);
  assertOnce(kinds, "kind of machine");
  const pairs = alone.map((word) => {
    const [machine = "", ...rest] = word.split("=").map((part) => part.trim());
    if (machine === "") throw new InvalidArgumentError("write a machine's name before the =.");
    return [machine, parseKind(rest.join("="))] as const;
  });
  assertOnce(
    pairs.map(([machine]) => machine),
    "machine",
  );
  return { kinds, machines: Object.fromEntries(pairs) };
};

const parseKind = (word: string): KindWord => oneOf(kindWords, word, ", or MACHINE=KIND");
