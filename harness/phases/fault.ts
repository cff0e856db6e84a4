import type { Phase } from "./phase.ts";

/** The fault's steps have run, each visible as it says. */
export const fault: Phase<"fault"> = {
  name: "fault",
  work: (scenario) => ({ steps: scenario.fault }),
  run: (drill, { steps }) => drill.runSteps(steps),
  failure: { verdict: "not-reproduced" },
  isSampled: true,
  leftOutWith: "fault",
  words: { unit: "step", tells: "steps and checks" },
  plan: (scenario) => [{ title: "fault", items: scenario.fault }],
};
