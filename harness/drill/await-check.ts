import type { CheckOutcome, Place } from "#harness/journal/events.ts";
import type { Check } from "#harness/scenario/check.ts";
import type { Deadline } from "./clock.ts";
import type { RunContext } from "./context.ts";
import { look } from "./look.ts";

const firstPauseMs = 50;
const longestPauseMs = 500;

export type Awaited = { readonly outcome: CheckOutcome; readonly waitedMs: number; readonly tries: number };

/** Looks until the check holds or the deadline is over, and writes down how it ended. */
export const awaitCheck = async (
  run: RunContext,
  at: Place,
  check: Check,
  until: Deadline,
): Promise<Awaited> => {
  const startMs = until.elapsedMs();
  let pauseMs = firstPauseMs;
  for (let tries = 1; ; tries += 1) {
    const outcome = await look(run, check, Math.max(1, until.remainingMs()));
    const waitedMs = until.elapsedMs() - startMs;
    if (outcome.ok || until.remainingMs() <= 0) {
      run.emit({ type: "check-ended", at, outcome, required: true, waitedMs, tries });
      return { outcome, waitedMs, tries };
    }
    if (tries === 1) run.emit({ type: "check-waiting", at, outcome, withinMs: until.withinMs });
    await run.clock.sleep(Math.min(pauseMs, until.remainingMs()), run.signal);
    pauseMs = Math.min(pauseMs * 1.5, longestPauseMs);
  }
};
