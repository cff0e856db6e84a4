import { forKind, isVirtual } from "../scenario/machine-kind.ts";
import type { Rig } from "../scenario/rig.ts";
import { excludedWith, type Procedure, type Scenario } from "../scenario/scenario.ts";
import { usualReleaseName } from "../variants/releases.ts";
import type { Variant } from "../variants/variant.ts";
import { usualVersions, type Variants } from "../variants/variants.ts";
import { releaseDimension, versionsOf, versionWords } from "../variants/versions.ts";
import type { PlannedProcedure } from "./drill-plan.ts";
import { kindsIn } from "./machine-kinds.ts";

/** Why the incident, or the procedure, cannot be drilled in this variant by its own word; undefined when it can. */
export const skipReason = (
  one: Pick<Scenario | Procedure, "notOn" | "notWith">,
  { kind, versions }: Variant,
): string | undefined => forKind(one.notOn, kind) ?? excludedWith(one, versions)?.reason;

/** Why there are no machines for the rig in this variant; undefined when there are. */
export const whyNoMachines = (
  rig: Rig,
  { kind, versions, asked }: Variant,
  variants: Variants,
): string | undefined => {
  if (![...kindsIn(rig, kind)].some(isVirtual) || versions.release === usualReleaseName) return undefined;
  const usual = usualVersions(variants);
  const instead =
    versionWords(versionsOf(usual, Object.keys(asked))) ||
    versionWords(versionsOf(usual, [releaseDimension]));
  return `virtual machines have ${instead} alone: no image of another release of Debian is made for them`;
};

/** Why a drill of nothing but skipped procedures is skipped itself; undefined when one can be carried out. */
export const skipReasonOfProcedures = (
  procedures: readonly PlannedProcedure[],
  variant: Variant,
): string | undefined => {
  if (procedures.length === 0 || procedures.some(({ skipped }) => skipped === undefined)) return undefined;
  const versions = versionWords(variant.asked);
  const [one = "", ...others] = procedures.map(({ id, skipped }) => `${id}: ${skipped}`);
  const machine = versions === "" ? "this kind of machine" : `a machine with ${versions}`;
  return others.length === 0
    ? `${machine} cannot carry out the procedure ${one}`
    : `${machine} can carry out none of the procedures: ${[one, ...others].join("; ")}`;
};
