import type { Outage } from "../journal/events.ts";

/** When a sampled check was seen right, and when its sampling began and ended. */
type SampleTrack = {
  readonly title: string;
  /** Milliseconds since 1970, ascending. */
  readonly rightAtMs: readonly number[];
  /** When the last sample was sent that was not right, if any was; in the same milliseconds. */
  readonly lastWrongAtMs?: number | undefined;
  /** How long a sample may take until it is known to be lost. */
  readonly limitMs: number;
  readonly fromMs: number;
  readonly toMs: number;
};

/**
 * The times in which a check was not seen right for longer than three intervals. An outage begins with the last
 * right answer before it, so it is never measured too short; missing samples (a machine that is down) count as wrong.
 * At the end nothing is missing yet whose time is not up: answers that were under way when the sampling ended are none.
 */
export const outagesOf = (track: SampleTrack, intervalMs: number): Outage[] => {
  const longestGapMs = intervalMs * 3;
  const marks = [track.fromMs, ...track.rightAtMs];
  const between = marks.flatMap((fromMs, index) => {
    const toMs = marks[index + 1];
    return toMs !== undefined && toMs - fromMs > longestGapMs ? [{ title: track.title, fromMs, toMs }] : [];
  });
  const lastMs = marks.at(-1) ?? track.fromMs;
  const isKnown = (track.lastWrongAtMs ?? Number.NEGATIVE_INFINITY) > lastMs;
  const patienceMs = longestGapMs + (isKnown ? 0 : track.limitMs);
  const open = track.toMs - lastMs > patienceMs ? [{ title: track.title, fromMs: lastMs }] : [];
  return [...between, ...open];
};
