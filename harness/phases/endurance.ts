import { checklistWithinMs } from "./checklist.ts";
import type { Phase } from "./phase.ts";

/** The recovery outlasts what the scenario and its procedure put it through; the checklist is green once more. */
export const endurance: Phase<"endurance"> = {
  name: "endurance",
  work: (scenario, procedure) => {
    const steps = [...scenario.endurance, ...procedure.endurance];
    // Without a step nothing has changed since the checklist held.
    return { steps, checks: steps.length === 0 ? [] : scenario.checklist };
  },
  run: async (drill, { steps, checks }) => {
    await drill.runSteps(steps);
    await drill.requireAll(checks, checklistWithinMs);
  },
  failure: { verdict: "failed" },
  words: { unit: "step", tells: "steps", end: "the checklist holds once more" },
  plan: (scenario) => [{ title: "endurance: then the checklist again", items: scenario.endurance }],
};
