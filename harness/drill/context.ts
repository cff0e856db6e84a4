import { MachineError } from "../errors.ts";
import type { EventBody } from "../journal/events.ts";
import type { Machine } from "../machines/machine.ts";
import type { RunningRig } from "../machines/rig-host.ts";
import type { DrillPlan } from "../plan/drill-plan.ts";
import type { EvaluationContext } from "../scenario/evaluation.ts";
import type { Procedure } from "../scenario/scenario.ts";
import type { Clock } from "./clock.ts";

/** All that the phases of one procedure's run share. */
export type RunContext = {
  readonly plan: DrillPlan;
  readonly procedureId: string;
  readonly procedure: Procedure;
  readonly rig: RunningRig;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: (event: EventBody) => void;
  /** Titles of checks that this run has seen not to hold. */
  readonly seenRed: Set<string>;
  /** What was counted before the fault, by loss id. */
  readonly counted: Map<string, ReadonlySet<string>>;
};

/** @throws MachineError when the rig has no such machine, which validation should have found */
export const machineOf = (run: Pick<RunContext, "rig">, name: string): Machine => {
  const machine = run.rig.machines.get(name);
  if (!machine) throw new MachineError(`the rig has no machine "${name}"`);
  return machine;
};

/** What a check of this machine is held against. */
export const contextOf = (run: RunContext, machine: string): EvaluationContext => ({
  kind: machineOf(run, machine).kind,
  versions: run.plan.variant.versions,
  resolve: run.rig.resolveAddress,
});

/** A scenario's time limit on the machines of this drill: the slowest of them tells by how much it is stretched. */
export const stretched = (run: RunContext, limitMs: number): number =>
  limitMs * Math.max(1, ...[...run.rig.machines.values()].map(({ slowness }) => slowness));
