import type { Outage } from "#harness/journal/events.ts";

/** When a sampled check was seen right, and when its sampling began and ended. */
export type SampleTrack = {
  readonly title: string;
  /** Milliseconds since 1970, ascending. */
  readonly rightAtMs: readonly number[];
  readonly fromMs: number;
  readonly toMs: number;
};

/**
 * The times in which a check was not seen right for longer than three intervals. An outage begins with the last
 * right answer before it, so it is never measured too short; missing samples (a machine that is down) count as wrong.
 */
export const outagesOf = (track: SampleTrack, intervalMs: number): Outage[] => {
  const longestGapMs = intervalMs * 3;
  const marks = [track.fromMs, ...track.rightAtMs];
  const between = marks.flatMap((fromMs, index) => {
    const toMs = marks[index + 1];
    return toMs !== undefined && toMs - fromMs > longestGapMs ? [{ title: track.title, fromMs, toMs }] : [];
  });
  const lastMs = marks.at(-1) ?? track.fromMs;
  const open = track.toMs - lastMs > longestGapMs ? [{ title: track.title, fromMs: lastMs }] : [];
  return [...between, ...open];
};
