import pLimit from "p-limit";
import { ExpectationError } from "../errors.ts";
import type { CheckOutcome, Place } from "../journal/events.ts";
import type { PhaseName } from "../phases/index.ts";
import type { Check } from "../scenario/check.ts";
import { awaitCheck } from "./await-check.ts";
import { deadline } from "./clock.ts";
import { type RunContext, stretched } from "./context.ts";
import { look } from "./look.ts";
import { checkFacts, placeName } from "./messages.ts";
import { nextCommand } from "./run-steps.ts";

/** Checks only read, so several may look at once; more would make a small machine queue. */
const CHECKS_AT_ONCE = 4;

/** Waits until every check holds. @throws ExpectationError for the first that does not */
export const requireAll = async (
  run: RunContext,
  phase: PhaseName,
  checks: readonly Check[],
  withinMs: number,
  headline = `${phase}: a check does not hold`,
): Promise<void> => {
  const at: Place = { procedure: run.procedureId, phase };
  const until = deadline(run.clock, stretched(run, withinMs));
  const all = await pLimit(CHECKS_AT_ONCE).map(checks, (check) => awaitCheck(run, at, check, until));
  const [wrong, ...others] = all.filter((one) => !one.outcome.ok);
  if (wrong === undefined) return;
  throw new ExpectationError(others.length === 0 ? headline : `${headline} (and ${others.length} more)`, {
    where: placeName(run, at),
    ...checkFacts(wrong),
    next: nextCommand(run),
  });
};

/** Looks at each check once, requiring nothing; the outcomes are written down as seen in this phase. */
export const lookAtAll = async (
  run: RunContext,
  phase: PhaseName,
  checks: readonly Check[],
  limitMs: number,
): Promise<CheckOutcome[]> => {
  const at: Place = { procedure: run.procedureId, phase };
  return pLimit(CHECKS_AT_ONCE).map(checks, async (check) => {
    const startMs = run.clock.monotonicMs();
    const outcome = await look(run, check, stretched(run, limitMs) * run.clock.slowdown());
    run.emit({
      type: "check-ended",
      at,
      outcome,
      required: false,
      waitedMs: run.clock.monotonicMs() - startMs,
      tries: 1,
    });
    return outcome;
  });
};
