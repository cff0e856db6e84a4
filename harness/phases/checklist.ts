import type { Phase } from "./phase.ts";

export const checklistWithinMs = 30_000;

/** Every check of the checklist is green; those that were never red are called unproven. */
export const checklist: Phase<"checklist"> = {
  name: "checklist",
  work: (scenario) => ({ checks: scenario.checklist }),
  run: async (drill, { checks }) => {
    await drill.requireAll(checks, checklistWithinMs);
    for (const check of checks) if (!drill.seenRed.has(check.title)) drill.reportUnproven(check);
  },
  failure: { verdict: "failed" },
  isSampled: true,
  words: { unit: "check", tells: "steps and checks" },
  plan: (scenario) => [{ title: "checklist: it is over when all of this holds", items: scenario.checklist }],
};
