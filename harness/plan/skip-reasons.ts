import { usualPodman } from "../scenario/podman-version.ts";
import type { Procedure, Scenario } from "../scenario/scenario.ts";
import { podmanOf, type Variant } from "../scenario/variant.ts";
import type { PlannedProcedure } from "./drill-plan.ts";
import { kindsIn } from "./machine-kinds.ts";

const excludedBy = (
  { notOn, notWith }: Pick<Scenario | Procedure, "notOn" | "notWith">,
  variant: Variant,
): string | undefined => notOn[variant.kind] ?? notWith?.[podmanOf(variant)];

/** Why the incident cannot be drilled in this variant; undefined when it can. */
export const skipReasonOfScenario = (scenario: Scenario, variant: Variant): string | undefined =>
  excludedBy(scenario, variant) ??
  (podmanOf(variant) !== usualPodman && kindsIn(scenario.rig, variant.kind).has("vm")
    ? `virtual machines have podman ${usualPodman} alone: no image of another release of Debian is made for them`
    : undefined);

/** Why the procedure cannot be carried out in this variant; undefined when it can. */
export const skipReasonOfProcedure = (procedure: Procedure | undefined, variant: Variant) =>
  procedure && excludedBy(procedure, variant);

/** Why a drill of nothing but skipped procedures is skipped itself; undefined when one can be carried out. */
export const skipReasonOfProcedures = (
  procedures: readonly PlannedProcedure[],
  { podman }: Variant,
): string | undefined => {
  if (procedures.length === 0 || procedures.some(({ skipped }) => skipped === undefined)) return undefined;
  const [one = "", ...others] = procedures.map(({ id, skipped }) => `${id}: ${skipped}`);
  const machine = podman === undefined ? "this kind of machine" : `a machine with podman ${podman}`;
  return others.length === 0
    ? `${machine} cannot carry out the procedure ${one}`
    : `${machine} can carry out none of the procedures: ${[one, ...others].join("; ")}`;
};
