import { InvalidArgumentError } from "commander";
import type { KindsAsked } from "../plan/machine-kinds.ts";
import { closest } from "../scenario/closest.ts";
import { isMachineKind, type MachineKind, machineKinds } from "../scenario/machine-kind.ts";

/** Kinds of machine, and kinds of single machines as `machine=kind`, parted by commas. */
export const parseKinds = (value: string): KindsAsked => {
  const words = value.split(",").map((word) => word.trim());
  const kinds = words.filter((word) => !word.includes("=")).map(kindOfWord);
  if (new Set(kinds).size < kinds.length) throw new InvalidArgumentError("name each kind of machine once.");
  const pairs = words
    .filter((word) => word.includes("="))
    .map((word) => {
      const [machine = "", ...rest] = word.split("=").map((part) => part.trim());
      if (machine === "") throw new InvalidArgumentError("write a machine's name before the =.");
      return [machine, kindOfWord(rest.join("="))] as const;
    });
  const machines = Object.fromEntries(pairs);
  if (Object.keys(machines).length < pairs.length) throw new InvalidArgumentError("name each machine once.");
  return { kinds, machines };
};

const kindOfWord = (word: string): MachineKind => {
  if (isMachineKind(word)) return word;
  const near = closest(word, machineKinds);
  const meant = near === undefined || word === "" ? "" : ` Did you mean ${near}?`;
  throw new InvalidArgumentError(
    `write ${machineKinds.join(" or ")}, or several with commas between them, or MACHINE=KIND.${meant}`,
  );
};
