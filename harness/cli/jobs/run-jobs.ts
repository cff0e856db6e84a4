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
 * because of the signal or of another's error, has none.
 * @throws what the first of them threw, once all that were begun have ended
 */
export const runJobs = async <J extends Job, R>(
  all: readonly J[],
  run: (job: J) => Promise<R>,
  { jobs, signal }: Pace,
): Promise<(R | undefined)[]> => {
  const results: (R | undefined)[] = all.map(() => undefined);
  const errors: unknown[] = [];
  const runAll = async (order: readonly number[], atOnce: number): Promise<void> => {
    const waiting = [...order];
    const runNext = async (): Promise<void> => {
      for (;;) {
        const index = signal.aborted || errors.length > 0 ? undefined : waiting.shift();
        const job = index === undefined ? undefined : all[index];
        if (index === undefined || job === undefined) return;
        try {
          results[index] = await run(job);
        } catch (error) {
          errors.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, runNext));
  };
  const asked = [...all.keys()];
  if (jobs <= 1) {
    await runAll(asked, 1);
  } else {
    const [together, alone] = [false, true].map((wanted) =>
      longestFirst(
        asked.filter((index) => (all[index]?.alone === true) === wanted),
        all,
      ),
    );
    await runAll(together ?? [], jobs);
    await runAll(alone ?? [], 1);
  }
  if (errors.length > 0) throw errors[0];
  return results;
};

/** A job of unknown length may be the longest. */
const longestFirst = (indexes: readonly number[], all: readonly Job[]): number[] =>
  indexes.toSorted((a, b) => costOf(all[b]) - costOf(all[a]) || a - b);

const costOf = (job: Job | undefined): number => job?.costMs ?? Number.MAX_SAFE_INTEGER;
