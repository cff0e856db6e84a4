import { UsageError } from "../errors.ts";
import { scenarioCommand } from "../invocation.ts";
import type { MachineFlags } from "../machines/rig-host.ts";
import { type Scenario, scenarioWith } from "../scenario/scenario.ts";
import { packageNames, packages, versionIn } from "../variants/packages.ts";
import {
  pageName,
  type Variant,
  type VersionsAsked,
  variantFolder,
  variantsOf,
} from "../variants/variant.ts";
import { type DrillPlan, drilledProcedures, type Without } from "./drill-plan.ts";
import { type KindsAsked, notThere, usualKind, withMachinesOn } from "./machine-kinds.ts";
import { skipReason, skipReasonOfProcedures, whyNoMachines } from "./skip-reasons.ts";
import { withoutWhatMustFail } from "./without-what-must-fail.ts";

/** What a command asks of its drills; of a package without versions, the usual one. */
export type DrillOptions = MachineFlags &
  VersionsAsked & {
    /** @default all */
    readonly procedure?: readonly string[];
    /** @default nothing */
    readonly without?: Without;
    /** @default the first kind that can show the incident */
    readonly on?: KindsAsked;
    readonly reports: string;
    readonly runbooks: string;
  };

/**
 * Decides all of the drills of a valid scenario that are asked for: one for each kind of machine and combination of
 * versions, in this order.
 * @throws UsageError for what the scenario does not have, or what cannot be done together
 */
export const planDrills = (whole: Scenario, options: DrillOptions): readonly DrillPlan[] => {
  const { procedure, without = { fault: false, steps: [] }, on, reports, runbooks, ...others } = options;
  const chosen = chosenProcedures(whole, procedure);
  const procedures = without.steps.length === 0 ? chosen : withoutWhatMustFail(whole, chosen, procedure);
  const { kinds = [], machines = {} } = on ?? {};
  const placed = withMachinesOn(whole, machines);
  const variants = variantsOf(kinds.length > 0 ? kinds : [usualKind(placed, procedures)], others);
  const isFlag = ([name]: [string, unknown]) => !Object.hasOwn(packages, name);
  const flags = Object.fromEntries(Object.entries(others).filter(isFlag)) as MachineFlags;
  const plans = variants.map((variant): DrillPlan => {
    const scenario = scenarioWith(placed, variant);
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
  const unknown = wanted?.find((id) => !all.includes(id));
  if (unknown !== undefined) throw notThere(scenario, "procedure", unknown, all);
  return [...new Set(wanted ?? all)];
};

const skipped = (
  scenario: Scenario,
  ids: readonly string[],
  variant: Variant,
): Pick<DrillPlan, "procedures" | "skipped"> => {
  const reason = skipReason(scenario, variant) ?? whyNoMachines(scenario.rig, variant);
  if (reason !== undefined) return { procedures: ids.map((id) => ({ id })), skipped: reason };
  const procedures = ids.map((id) => {
    const why = skipReason(scenario.procedures[id] ?? { notOn: {} }, variant);
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
  const podman = versionIn(variant, "podman");
  return {
    page: pageName(id, withPodman[podman] === undefined ? {} : { podman }),
    differsWith: packages.podman.versions
      .filter((other) => other !== podman && withPodman[other] !== undefined)
      .map((other) => ({ podman: other })),
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
  const variants = plans.map(({ variant }) => variant);
  assertOne(
    "only one kind's machines can be kept",
    "on",
    variants.map(({ kind }) => kind),
  );
  for (const name of packageNames) {
    const versions = variants.map((variant) => versionIn(variant, name));
    assertOne(`only the machines of one ${name} can be kept`, name, versions);
  }
  const headline = "only one procedure's machines can be kept: rigs have fixed addresses";
  assertOne(headline, "procedure", plans.flatMap(drilledProcedures));
};

const assertOne = (headline: string, flag: string, all: readonly string[]): void => {
  const choices = [...new Set(all)].map((one) => `--${flag} ${one}`);
  if (choices.length > 1) throw new UsageError(headline, { next: `choose one: ${choices.join(", or ")}` });
};
