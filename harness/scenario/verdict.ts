/** How a drill ended, best first. */
export const verdicts = ["verified", "failed", "not-reproduced", "unknown"] as const;

export type Verdict = (typeof verdicts)[number] | "interrupted";

/** The verdict of several runs: the worst of them; of none: unknown. */
export const worst = (all: readonly Verdict[]): Verdict => {
  if (all.includes("interrupted")) return "interrupted";
  const ranks = all.map((verdict) => verdicts.indexOf(verdict as (typeof verdicts)[number]));
  return ranks.length === 0 ? "unknown" : (verdicts[Math.max(...ranks)] ?? "unknown");
};

export const exitCodeOf = (verdict: Verdict): number =>
  ({ verified: 0, failed: 1, "not-reproduced": 2, unknown: 2, interrupted: 130 })[verdict];
