import { UsageError } from "../errors.ts";
import { scenarioCommand } from "../invocation.ts";
import type { MachineFlags } from "../machines/rig-host.ts";
import { closest } from "../scenario/closest.ts";
import type { PodmanVersion } from "../scenario/podman-version.ts";
import { type Scenario, scenarioWith } from "../scenario/scenario.ts";
import { pageName, podmanOf, type Variant, variantFolder, variantsOf } from "../scenario/variant.ts";
import { type DrillPlan, drilledProcedures, type Without } from "./drill-plan.ts";
import { type KindsAsked, usualKind, withMachinesOn } from "./machine-kinds.ts";
import { skipReasonOfProcedure, skipReasonOfProcedures, skipReasonOfScenario } from "./skip-reasons.ts";

/** What a command asks of its drills. */
export type DrillOptions = MachineFlags & {
  /** @default all */
  readonly procedure?: readonly string[];
  /** @default nothing */
  readonly without?: Without;
  /** @default the first kind that can show the incident */
  readonly on?: KindsAsked;
  /** @default the usual one */
  readonly podman?: readonly PodmanVersion[];
  readonly reports: string;
  readonly runbooks: string;
};

/**
 * Decides all of the drills of a valid scenario that are asked for: one for each kind of machine and version of podman,
 * in this order.
 * @throws UsageError for what the scenario does not have, or what cannot be done together
 */
export const planDrills = (whole: Scenario, options: DrillOptions): readonly DrillPlan[] => {
  const {
    procedure,
    without = { fault: false, steps: [] },
    on,
    podman,
    reports,
    runbooks,
    ...flags
  } = options;
  const procedures = chosenProcedures(whole, procedure);
  const { kinds = [], machines = {} } = on ?? {};
  const placed = withMachinesOn(whole, machines);
  const variants = variantsOf(kinds.length > 0 ? kinds : [usualKind(placed, procedures)], podman);
  const plans = variants.map((variant): DrillPlan => {
    const scenario = scenarioWith(placed, variant.podman);
    return {
      scenario,
      variant,
      machines,
      ...skipped(scenario, procedures, variant),
      without,
      flags,
      ...pageOf(placed, variant),
      folders: { reports, own: variants.length === 1 ? "" : variantFolder(variant, variants), runbooks },
    };
  });
  for (const plan of plans) assertSteps(plan);
  if (flags.keep === true) assertKeepable(plans);
  return plans;
};

/** The procedures to run. @throws UsageError for one that the scenario does not have */
const chosenProcedures = (scenario: Scenario, wanted: readonly string[] | undefined): string[] => {
  const all = Object.keys(scenario.procedures);
  for (const id of wanted ?? []) {
    if (all.includes(id)) continue;
    const near = closest(id, all);
    throw new UsageError(`${scenario.id} has no procedure "${id}"`, {
      ...(near === undefined ? {} : { got: `did you mean ${near}?` }),
      expected: `one of ${all.join(", ")}`,
    });
  }
  return [...new Set(wanted ?? all)];
};

const skipped = (
  scenario: Scenario,
  ids: readonly string[],
  variant: Variant,
): Pick<DrillPlan, "procedures" | "skipped"> => {
  const reason = skipReasonOfScenario(scenario, variant);
  if (reason !== undefined) return { procedures: ids.map((id) => ({ id })), skipped: reason };
  const procedures = ids.map((id) => {
    const why = skipReasonOfProcedure(scenario.procedures[id], variant);
    return why === undefined ? { id } : { id, skipped: why };
  });
  const ofAll = skipReasonOfProcedures(procedures, variant);
  return ofAll === undefined ? { procedures } : { procedures, skipped: ofAll };
};

/** A version with parts of its own has a page of its own, so that no operator reads the commands of another version. */
const pageOf = (
  { id, withPodman = {} }: Scenario,
  variant: Variant,
): Pick<DrillPlan, "page" | "differsWith"> => {
  const version = podmanOf(variant);
  return {
    page: pageName(id, withPodman[version] === undefined ? undefined : version),
    differsWith: Object.keys(withPodman).filter((other) => other !== version),
  };
};

/** @throws UsageError for a step that a chosen procedure does not have */
const assertSteps = ({ scenario, procedures, without }: DrillPlan): void => {
  for (const { id } of procedures) {
    const count = scenario.procedures[id]?.steps.length ?? 0;
    const beyond = without.steps.find((step) => step > count);
    if (beyond !== undefined) {
      throw new UsageError(`the procedure ${id} has no step ${beyond}`, {
        expected: `a number from 1 to ${count}`,
        next: `${scenarioCommand(["plan", scenario.id])} shows the steps; choose the procedure with --procedure`,
      });
    }
  }
};

/** @throws UsageError when more would be kept than can be */
const assertKeepable = (plans: readonly DrillPlan[]): void => {
  const kinds = [...new Set(plans.map(({ variant }) => variant.kind))];
  if (kinds.length > 1) {
    throw new UsageError("only one kind's machines can be kept", {
      next: `choose one: --on ${kinds.join(", or --on ")}`,
    });
  }
  if (plans.length > 1) {
    throw new UsageError("only the machines of one podman can be kept", {
      next: `choose one: --podman ${plans.map(({ variant }) => variant.podman).join(", or --podman ")}`,
    });
  }
  const procedures = plans.flatMap(drilledProcedures);
  if (procedures.length > 1) {
    throw new UsageError("only one procedure's machines can be kept: rigs have fixed addresses", {
      next: `choose one: --procedure ${procedures.join(", or --procedure ")}`,
    });
  }
};
