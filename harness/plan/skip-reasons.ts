import type { Rig } from "../scenario/rig.ts";
import type { Procedure, Scenario } from "../scenario/scenario.ts";
import { packageNames, packages, versionIn, versionWords } from "../variants/packages.ts";
import type { Variant } from "../variants/variant.ts";
import type { PlannedProcedure } from "./drill-plan.ts";
import { kindsIn } from "./machine-kinds.ts";

/** Why the incident, or the procedure, cannot be drilled in this variant by its own word; undefined when it can. */
export const skipReason = (
  { notOn, notWith }: Pick<Scenario | Procedure, "notOn" | "notWith">,
  variant: Variant,
): string | undefined => notOn[variant.kind] ?? notWith?.[versionIn(variant, "podman")];

/** Why there are no machines for the rig in this variant; undefined when there are. */
export const whyNoMachines = (rig: Rig, variant: Variant): string | undefined => {
  if (!kindsIn(rig, variant.kind).has("vm")) return undefined;
  const name = packageNames.find((one) => versionIn(variant, one) !== packages[one].usual);
  return (
    name &&
    `virtual machines have ${name} ${packages[name].usual} alone: no image of another release of Debian is made for them`
  );
};

/** Why a drill of nothing but skipped procedures is skipped itself; undefined when one can be carried out. */
export const skipReasonOfProcedures = (
  procedures: readonly PlannedProcedure[],
  variant: Variant,
): string | undefined => {
  if (procedures.length === 0 || procedures.some(({ skipped }) => skipped === undefined)) return undefined;
  const versions = versionWords(variant);
  const [one = "", ...others] = procedures.map(({ id, skipped }) => `${id}: ${skipped}`);
  const machine = versions === "" ? "this kind of machine" : `a machine with ${versions}`;
  return others.length === 0
    ? `${machine} cannot carry out the procedure ${one}`
    : `${machine} can carry out none of the procedures: ${[one, ...others].join("; ")}`;
};
