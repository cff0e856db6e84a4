import type { Slots } from "../../drill/surroundings.ts";
import { JobSlots } from "./job-slots.ts";

/** What the order of jobs depends on. */
export type Job = {
  /** How long it took the last time, in milliseconds; absent when that is not known. */
  readonly costMs?: number | undefined;
  /** No other may run beside it. */
  readonly alone?: boolean;
};

/** How many jobs run at once, and what ends the beginning of further ones. */
type Pace = { readonly jobs: number; readonly signal: AbortSignal };

/**
 * Runs at most `jobs` at once, the longest first, so that no long one is left for the end; those that run alone come
 * last. One at a time, they run in the order asked for. The results are in that order, too; a job that was not begun,
 * because of the signal or of another's error, has none. A job gets the slots that all have in common, where it may
 * have more than its own: its parts go before jobs that have not begun.
 * @throws what the first of them threw, once all that were begun have ended
 */
export const runJobs = async <J extends Job, R>(
  all: readonly J[],
  run: (job: J, slots: Slots | undefined) => Promise<R>,
  { jobs, signal }: Pace,
): Promise<(R | undefined)[]> => {
  const results: (R | undefined)[] = all.map(() => undefined);
  const errors: unknown[] = [];
  const runAll = async (order: readonly number[], slots: Slots, shared?: Slots): Promise<void> => {
    const waiting = [...order];
    const runNext = async (): Promise<boolean> => {
      const index = signal.aborted || errors.length > 0 ? undefined : waiting.shift();
      const job = index === undefined ? undefined : all[index];
      if (index === undefined || job === undefined) return false;
      try {
        results[index] = await run(job, shared);
      } catch (error) {
        errors.push(error);
      }
      return true;
    };
    // Each asks for its next slot when its job has ended, so that the parts of jobs that run have asked before.
    const runOneByOne = async (): Promise<void> => {
      let more = true;
      while (more) more = await slots.run(runNext);
    };
    await Promise.all(Array.from({ length: slots.count }, runOneByOne));
  };
  const asked = [...all.keys()];
  if (jobs <= 1) {
    await runAll(asked, new JobSlots(1));
  } else {
    const [together, alone] = [false, true].map((wanted) =>
      longestFirst(
        asked.filter((index) => (all[index]?.alone === true) === wanted),
        all,
      ),
    );
    const slots = new JobSlots(jobs);
    await runAll(together ?? [], slots, slots);
    await runAll(alone ?? [], new JobSlots(1));
  }
  if (errors.length > 0) throw errors[0];
  return results;
};

/** A job of unknown length may be the longest. */
const longestFirst = (indexes: readonly number[], all: readonly Job[]): number[] =>
  indexes.toSorted((a, b) => costOf(all[b]) - costOf(all[a]) || a - b);

const costOf = (job: Job | undefined): number => job?.costMs ?? Number.MAX_SAFE_INTEGER;
