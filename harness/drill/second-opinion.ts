import type { CommandObservation } from "../probes/command/value.ts";
import type { Check } from "../scenario/check.ts";
import { type Observation, probeDefinition } from "../scenario/probe.ts";
import { machineOf, type RunContext } from "./context.ts";

/** What the tool printed, and what it says when that is not what the probe saw. */
type ToldTwice = { readonly printed: CommandObservation; readonly disagreement?: string };

/**
 * Runs the line that stands in the runbook, on the machine that was asked, right after the probe, where its kind asks
 * for it. It has time of its own: a check that holds at its deadline is not spoilt by the proof that its line says the same.
 */
export const secondOpinion = async (
  run: RunContext,
  { probe, negated }: Check,
  own: Observation,
): Promise<ToldTwice | undefined> => {
  const second = probeDefinition(probe.kind).secondOpinion?.(probe, run.rig.resolveAddress);
  if (second === undefined) return undefined;
  const machine = machineOf(run, probe.machine);
  const { script, timeoutMs } = second;
  const printed = await machine.exec({
    script,
    timeoutMs: timeoutMs * machine.slowness * run.clock.slowdown(),
  });
  const disagreement = second.disagreement(own, printed, negated);
  return { printed, ...(disagreement === undefined ? {} : { disagreement }) };
};
