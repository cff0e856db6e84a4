import type { CheckOutcome, Place } from "../journal/events.ts";
import type { Check } from "../scenario/check.ts";
import { probeDefinition } from "../scenario/probe.ts";
import type { Deadline } from "./clock.ts";
import type { RunContext } from "./context.ts";
import { look } from "./look.ts";

const firstPauseMs = 50;
const longestPauseMs = 500;
/** The shortest time for one attempt of a check, also at the deadline, on a host that is not shared. */
const shortestLookMs = 100;

export type Awaited = { readonly outcome: CheckOutcome; readonly waitedMs: number; readonly tries: number };

/** Looks until the check holds or the deadline is over, and writes down how it ended. */
export const awaitCheck = async (
  run: RunContext,
  at: Place,
  check: Check,
  until: Deadline,
): Promise<Awaited> => {
  const { timedOut } = probeDefinition(check.probe.kind);
  const startMs = until.elapsedMs();
  let pauseMs = firstPauseMs;
  let before: CheckOutcome | undefined;
  for (let tries = 1; ; tries += 1) {
    const sinceMs = until.elapsedMs();
    const leastMs = shortestLookMs * run.clock.slowdown();
    const seen = await look(run, check, Math.max(leastMs, until.remainingMs()));
    const tookMs = until.elapsedMs() - sinceMs;
    const over = until.remainingMs() <= 0;
    // What the deadline cut off says nothing, not even of a check that holds when its probe fails.
    const digMs = seen.dig?.durationMs ?? 0;
    const cut = until.remainingMs() + digMs <= 0 && timedOut(seen.observation);
    const outcome = cut ? (before ?? { ...seen, ok: false }) : seen;
    const waitedMs = until.elapsedMs() - startMs;
    if (outcome.ok || over) {
      run.emit({ type: "check-ended", at, outcome, required: true, waitedMs, tries });
      return { outcome, waitedMs, tries };
    }
    if (tries === 1) run.emit({ type: "check-waiting", at, outcome, withinMs: until.withinMs });
    // The last look begins early enough to come to its end.
    const spareMs = Math.max(0, until.remainingMs() - tookMs * 1.5);
    await run.clock.sleep(Math.min(pauseMs, spareMs), run.signal);
    pauseMs = Math.min(pauseMs * 1.5, longestPauseMs);
    before = outcome;
  }
};
