import type { Phase } from "../journal/events.ts";
import type { Check } from "../scenario/check.ts";
import type { Procedure, Scenario } from "../scenario/scenario.ts";
import type { Step } from "../scenario/step.ts";

/** The phases that assert something, in the order in which a drill goes through them. */
export type AssertingPhase = Exclude<Phase, "evidence" | "clean-up">;

export type PhaseWork = {
  /** Run in this order; each has its own verification. */
  readonly steps: readonly Step[];
  /** Must hold in the phase, beside what the steps verify. */
  readonly checks: readonly Check[];
};

/** What each phase of a drill of this procedure runs and requires. */
export const workOf = (
  scenario: Scenario,
  procedure: Pick<Procedure, "steps" | "endurance">,
): Readonly<Record<AssertingPhase, PhaseWork>> => {
  const endurance = [...scenario.endurance, ...procedure.endurance];
  return {
    prepare: { steps: scenario.rig.setup, checks: [] },
    steady: { steps: [], checks: scenario.steady },
    fault: { steps: scenario.fault, checks: [] },
    symptoms: { steps: [], checks: scenario.symptoms },
    recovery: { steps: procedure.steps, checks: scenario.preconditions },
    checklist: { steps: [], checks: scenario.checklist },
    // Without a step nothing has changed since the checklist held.
    endurance: { steps: endurance, checks: endurance.length === 0 ? [] : scenario.checklist },
    losses: { steps: [], checks: [] },
  };
};
