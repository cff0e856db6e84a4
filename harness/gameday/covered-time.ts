import type { Span } from "./test-meta.ts";

/** How long at least one of them lasted, in milliseconds: they may overlap. */
export const coveredMs = (spans: readonly Span[]): number => {
  let coveredToMs = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const { beganAtMs, tookMs } of spans.toSorted((a, b) => a.beganAtMs - b.beganAtMs)) {
    const toMs = beganAtMs + tookMs;
    sum += Math.max(0, toMs - Math.max(beganAtMs, coveredToMs));
    coveredToMs = Math.max(coveredToMs, toMs);
  }
  return sum;
};
