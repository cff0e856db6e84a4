import { InvalidArgumentError } from "commander";
import { type DrillKind, drillKinds } from "#harness/scenario/machine-kind.ts";
import type { Scenario } from "#harness/scenario/scenario.ts";
import { closest } from "./closest.ts";

const isKind = (word: string): word is DrillKind => drillKinds.some((kind) => kind === word);

/** Kinds of machine, parted by commas, in the order in which they are drilled on. */
export const parseKinds = (value: string): DrillKind[] => {
  const words = value.split(",").map((word) => word.trim());
  const unknown = words.find((word) => !isKind(word));
  if (unknown !== undefined) {
    const near = closest(unknown, drillKinds);
    const meant = near === undefined || unknown === "" ? "" : ` Did you mean ${near}?`;
    throw new InvalidArgumentError(
      `write ${drillKinds.join(" or ")}, or several with commas between them.${meant}`,
    );
  }
  if (new Set(words).size < words.length) throw new InvalidArgumentError("name each kind of machine once.");
  return words.filter(isKind);
};

/**
 * The kind that a scenario is drilled on when nobody names one: the usual one, if it can show the incident and one of
 * the procedures can be carried out on it.
 */
export const usualKind = (
  { notOn, procedures }: Scenario,
  chosen: readonly string[] = Object.keys(procedures),
): DrillKind => {
  const showing = drillKinds.filter((kind) => notOn[kind] === undefined);
  const canDo = (kind: DrillKind) => chosen.some((id) => procedures[id]?.notOn[kind] === undefined);
  return showing.find(canDo) ?? showing[0] ?? drillKinds[0];
};
