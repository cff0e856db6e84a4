import type { Phase } from "./phase.ts";

const withinMs = 15_000;

/** Every check of the steady state is green; what can be lost is counted. */
export const steady: Phase<"steady"> = {
  name: "steady",
  work: (scenario) => ({ checks: scenario.steady }),
  run: async (drill, { checks }) => {
    await drill.requireAll(checks, withinMs);
    const titles = new Set(checks.map((check) => check.title));
    // A check that was red while services were still starting has not been seen red by the incident.
    drill.seenRed.clear();
    await drill.lookAtAll(drill.scenario.checklist.filter((check) => !titles.has(check.title)));
    for (const [id, items] of await drill.count(drill.scenario.losses)) drill.counted.set(id, items);
  },
  failure: { verdict: "unknown", headline: "the steady state does not hold before any fault" },
  words: { unit: "check", tells: "number" },
  plan: (scenario) => [{ title: "steady: all of this holds before the fault", items: scenario.steady }],
};
