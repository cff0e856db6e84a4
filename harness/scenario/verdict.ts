/** How a drill ended, best first. */
const verdicts = ["verified", "failed", "not-reproduced", "unknown"] as const;

/**
 * `skipped`: the scenario says that this kind of machine cannot show the incident, or that the procedure cannot be
 * carried out on it; nothing was run.
 */
export type Verdict = (typeof verdicts)[number] | "interrupted" | "skipped";

/** The verdict of several runs: the worst of those that were run; of none: unknown. */
export const worst = (all: readonly Verdict[]): Verdict => {
  if (all.includes("interrupted")) return "interrupted";
  const run = all.filter((verdict) => verdict !== "skipped");
  if (run.length === 0 && all.length > 0) return "skipped";
  const ranks = run.map((verdict) => verdicts.indexOf(verdict as (typeof verdicts)[number]));
  return ranks.length === 0 ? "unknown" : (verdicts[Math.max(...ranks)] ?? "unknown");
};

export const exitCodeOf = (verdict: Verdict): number =>
  ({ verified: 0, failed: 1, "not-reproduced": 2, unknown: 2, skipped: 2, interrupted: 130 })[verdict];
