import pLimit from "p-limit";
import { type DrillbookError, type ErrorFacts, ExpectationError, NotReproducedError } from "../errors.ts";
import type { Phase, Place } from "../journal/events.ts";
import type { Check } from "../scenario/check.ts";
import { type Awaited, awaitCheck } from "./await-check.ts";
import { deadline } from "./clock.ts";
import { type RunContext, stretched } from "./context.ts";
import { look } from "./look.ts";
import { checkFacts, placeName } from "./messages.ts";
import { nextCommand } from "./run-steps.ts";

/** Checks only read, so several may look at once; more would make a small machine queue. */
const CHECKS_AT_ONCE = 4;

/** Waits until every check holds. @throws ExpectationError, or NotReproducedError in the phase "symptoms", for the first that does not */
export const requireAll = async (
  run: RunContext,
  phase: Phase,
  checks: readonly Check[],
  withinMs: number,
): Promise<void> => {
  const at: Place = { procedure: run.procedureId, phase };
  const until = deadline(run.clock, stretched(run, withinMs));
  const all = await pLimit(CHECKS_AT_ONCE).map(checks, (check) => awaitCheck(run, at, check, until));
  const wrong = all.find((one) => !one.outcome.ok);
  if (wrong) throw absent(run, at, wrong, all.filter((one) => !one.outcome.ok).length);
};

const absent = (run: RunContext, at: Place, wrong: Awaited, count: number): DrillbookError => {
  const facts: ErrorFacts = { where: placeName(run, at), ...checkFacts(wrong), next: nextCommand(run) };
  const others = count > 1 ? ` (and ${count - 1} more)` : "";
  return at.phase === "symptoms"
    ? new NotReproducedError(`a symptom of the incident did not appear${others}`, facts)
    : new ExpectationError(`${at.phase}: a check does not hold${others}`, facts);
};

/** Looks at each check once, requiring nothing; the outcomes are written down as seen in this phase. */
export const lookAtAll = async (run: RunContext, phase: Phase, checks: readonly Check[], limitMs: number) => {
  const at: Place = { procedure: run.procedureId, phase };
  return pLimit(CHECKS_AT_ONCE).map(checks, async (check) => {
    const startMs = run.clock.monotonicMs();
    const outcome = await look(run, check, stretched(run, limitMs));
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
