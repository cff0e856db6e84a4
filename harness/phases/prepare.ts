import type { Phase } from "./phase.ts";

/** Brings the rig to where its steady state can be asserted. */
export const prepare: Phase<"prepare"> = {
  name: "prepare",
  work: ({ rig }) => ({ steps: rig.setup }),
  run: (drill, { steps }) => drill.runSteps(steps),
  failure: { verdict: "unknown", headline: "the rig did not become ready" },
  savedAs: "ready",
  words: { unit: "step", tells: "number" },
  plan: ({ rig }) => [{ title: "prepare", items: rig.setup }],
};
