import { setTimeout as pause } from "node:timers/promises";

/** Resolves when it is so; a test that waits for what never comes ends at its own limit. */
export const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await pause(5);
};

type Grid = {
  readonly startMs: number;
  readonly intervalMs: number;
  /** How far the clock of the times may be from that of the start. */
  readonly slackMs: number;
};

/**
 * What is wrong with times that should be on a grid; undefined when nothing is. A busy host makes a time later and
 * never earlier: the n-th is not before its own moment, and two of them are no further apart than the interval, for
 * after a late one the next is nearer.
 */
export const offGrid = (
  timesMs: readonly number[],
  { startMs, intervalMs, slackMs }: Grid,
): string | undefined => {
  const early = timesMs.find((atMs, index) => atMs < startMs + index * intervalMs - slackMs);
  if (early !== undefined) return `${early - startMs} ms is too early: ${timesMs.map((at) => at - startMs)}`;
  const nearestMs = Math.min(...timesMs.slice(1).map((atMs, index) => atMs - (timesMs[index] ?? 0)));
  // Times are rounded to milliseconds, and a timer is late by one or two on a quiet host, too.
  return nearestMs > intervalMs + 5 ? `none are nearer to one another than ${nearestMs} ms` : undefined;
};
