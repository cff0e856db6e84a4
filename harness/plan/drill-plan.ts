import type { MachineFlags } from "../machines/rig-host.ts";
import type { MachineKind } from "../scenario/machine-kind.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { type Variant, variantFlags } from "../variants/variant.ts";
import type { Variants } from "../variants/variants.ts";
import type { Versions } from "../variants/versions.ts";

/** What is left out of a drill on purpose, to see it fail. */
export type Without = {
  readonly fault: boolean;
  /** Steps of the procedure, counted from 1. */
  readonly steps: readonly number[];
};

export type PlannedProcedure = {
  readonly id: string;
  /** Why it is skipped; absent when it is drilled, and when the scenario itself cannot be drilled. */
  readonly skipped?: string;
};

/** Everything that is decided before one drill runs. JSON can hold all of it. */
export type DrillPlan = {
  /** As it is in this variant. */
  readonly scenario: Scenario;
  readonly variant: Variant;
  /** Those of the project. */
  readonly variants: Variants;
  /** Machines that `--on` put on another kind than the rest; the scenario's rig has it, too. */
  readonly machines: Readonly<Record<string, MachineKind>>;
  /** Why those that `--on` left to the host are of the kind that they are. */
  readonly whyMachines?: string;
  /** Those asked for, in the order in which they are drilled. */
  readonly procedures: readonly PlannedProcedure[];
  /** Why no procedure is drilled. */
  readonly skipped?: string;
  readonly without: Without;
  readonly flags: MachineFlags;
  /** The name of its page, without an ending. */
  readonly page: string;
  /** The versions that the page alone is for; none for the scenario's usual page. */
  readonly pageVersions: Versions;
  /** Versions with which parts of the scenario differ from those here. */
  readonly differsWith: readonly Versions[];
  readonly folders: {
    /** The command makes its report in it. */
    readonly reports: string;
    /** In the report of the command; empty when this is its only drill. */
    readonly own: string;
    readonly runbooks: string;
  };
};

/** The procedures that run. */
export const drilledProcedures = ({ procedures, skipped }: DrillPlan): string[] =>
  skipped === undefined ? procedures.filter((one) => one.skipped === undefined).map(({ id }) => id) : [];

/** What is left out on purpose, in words. */
export const withoutWords = ({ without }: DrillPlan): string[] => [
  ...(without.fault ? ["the fault"] : []),
  ...without.steps.map((step) => `recovery step ${step}`),
];

/**
 * The flags of a command that drills this procedure again, in the same variant and with the same parts left out. A kind
 * that was chosen is named, because another command might choose another.
 */
export const flagsAgain = (
  { variant: { whyKind: _, ...variant }, machines, without }: DrillPlan,
  procedure: string,
): string[] => [
  `--procedure ${procedure}`,
  ...(without.fault ? ["--without fault"] : []),
  ...without.steps.map((step) => `--without ${step}`),
  ...variantFlags([variant], machines),
];
