import { setTimeout as pause } from "node:timers/promises";

/**
 * Ticks on a grid in this process, as the sampling of an agent does: a host that is too busy for one is too busy for
 * the other, so that what one may expect is counted, and not a number of a quiet host.
 */
export class Ticking {
  readonly #timer: NodeJS.Timeout;
  #ticks = 0;

  constructor(intervalMs: number) {
    this.#timer = setInterval(() => {
      this.#ticks += 1;
    }, intervalMs);
  }

  /** So many samples there must be by now: two of three ticks, without the first and the last. */
  get least(): number {
    return Math.floor((this.#ticks * 2) / 3) - 1;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

/** Resolves when it is so; a test that waits for what never comes ends at its own limit. */
export const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await pause(5);
};

/**
 * The samples that came too early for a grid: a sample may be late, but the n-th is never sent before its own moment.
 * @param slackMs how far the two clocks may be apart
 */
export const tooEarly = (
  sentMs: readonly number[],
  { startMs, intervalMs, slackMs }: { startMs: number; intervalMs: number; slackMs: number },
): number[] => sentMs.filter((atMs, index) => atMs < startMs + index * intervalMs - slackMs);
