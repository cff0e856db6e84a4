import { UsageError } from "../errors.ts";
import { scenarioCommand } from "../invocation.ts";
import type { MachineFlags } from "../machines/rig-host.ts";
import { kindWord } from "../scenario/machine-kind.ts";
import { ownVersions, type Scenario, scenarioWith } from "../scenario/scenario.ts";
import { releaseNames } from "../variants/releases.ts";
import {
  pageName,
  type Variant,
  type VersionsAsked,
  variantFolder,
  variantsOf,
} from "../variants/variant.ts";
import { type Variants, versionsIn } from "../variants/variants.ts";
import { dimensionWord } from "../variants/versions.ts";
import { type DrillPlan, drilledProcedures, type Without } from "./drill-plan.ts";
import { type KindsAsked, notThere, withMachinesOn } from "./machine-kinds.ts";
import { decideKinds, leavesKindToHost, type OwnKernelHost, untriedHost } from "./own-kernel.ts";
import { skipReason, skipReasonOfProcedures, whyNoMachines } from "./skip-reasons.ts";
import { withoutWhatMustFail } from "./without-what-must-fail.ts";

/** What a command asks of its drills. */
export type DrillOptions = MachineFlags & {
  /** @default all */
  readonly procedure?: readonly string[];
  /** @default nothing */
  readonly without?: Without;
  /** @default the first kind that can show the incident */
  readonly on?: KindsAsked;
  /** Procedures of a drill run side by side. @default one after the other */
  readonly sideBySide?: boolean;
  /** @default those of the usual release */
  readonly versions?: VersionsAsked;
  readonly reports: string;
  readonly runbooks: string;
};

/** Whether it depends on the host which kinds the drills are on. */
export const asksHost = (scenario: Scenario, { procedure, on }: DrillOptions): boolean =>
  leavesKindToHost({ scenario, on, procedures: chosenProcedures(scenario, procedure) });

/**
 * Decides all of the drills of a valid scenario that are asked for: one for each kind of machine and combination of
 * versions, in this order. `ownKernel` is what decides where the kind is left to the host.
 * @throws UsageError for what the scenario does not have, or what cannot be done together
 */
export const planDrills = (
  whole: Scenario,
  options: DrillOptions,
  variants: Variants,
  ownKernel: OwnKernelHost = untriedHost,
): readonly DrillPlan[] => {
  const {
    procedure,
    without = { fault: false, steps: [] },
    on,
    sideBySide = false,
    versions,
    reports,
    runbooks,
    ...flags
  } = options;
  const chosen = chosenProcedures(whole, procedure);
  const procedures = without.steps.length === 0 ? chosen : withoutWhatMustFail(whole, chosen, procedure);
  const ask = { scenario: whole, procedures, on, sideBySide: sideBySide && flags.cold !== true };
  const { kinds, ...ofMachines } = decideKinds(ask, ownKernel);
  const placed = withMachinesOn(whole, ofMachines.machines);
  const all = kinds.flatMap(({ kind, ...why }) =>
    variantsOf([kind], variants, versions).map((variant): Variant => ({ ...variant, ...why })),
  );
  const plans = all.map((variant): DrillPlan => {
    const scenario = scenarioWith(placed, variant.versions);
    return {
      scenario,
      variant,
      variants,
      ...ofMachines,
      ...skipped(scenario, procedures, variant, variants),
      without,
      flags,
      ...pageOf(placed, variant, variants),
      folders: { reports, own: all.length === 1 ? "" : variantFolder(variant, all), runbooks },
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
  variants: Variants,
): Pick<DrillPlan, "procedures" | "skipped"> => {
  const reason = skipReason(scenario, variant) ?? whyNoMachines(scenario.rig, variant, variants);
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
  scenario: Scenario,
  { versions }: Variant,
  variants: Variants,
): Pick<DrillPlan, "page" | "pageVersions" | "differsWith"> => {
  const pageVersions = ownVersions(scenario, versions);
  return {
    page: pageName(scenario.id, pageVersions),
    pageVersions,
    differsWith: releaseNames
      .filter((release) => release !== versions.release)
      .map((release) => ownVersions(scenario, versionsIn(variants, release)))
      .filter((own) => Object.keys(own).length > 0),
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
    variants.map(({ kind }) => kindWord(kind)),
  );
  for (const name of new Set(variants.flatMap(({ asked }) => Object.keys(asked)))) {
    const versions = variants.flatMap(({ asked }) => asked[name] ?? []);
    assertOne(`only the machines of one ${dimensionWord(name)} can be kept`, name, versions);
  }
  const headline = "only one procedure's machines can be kept: rigs have fixed addresses";
  assertOne(headline, "procedure", plans.flatMap(drilledProcedures));
};

const assertOne = (headline: string, flag: string, all: readonly string[]): void => {
  const choices = [...new Set(all)].map((one) => `--${flag} ${one}`);
  if (choices.length > 1) throw new UsageError(headline, { next: `choose one: ${choices.join(", or ")}` });
};
