import type { ErrorFacts } from "../errors.ts";
import type { Place } from "../journal/events.ts";
import type { Awaited } from "./await-check.ts";
import type { RunContext } from "./context.ts";

/** "12.3 s". */
export const seconds = (durationMs: number): string => `${(durationMs / 1000).toFixed(1)} s`;

/** "uid-change › rewrite-paths › recovery › step 3". */
export const placeName = (run: Pick<RunContext, "plan">, at: Place): string =>
  [run.plan.scenario.id, at.procedure, at.phase, ...(at.step === undefined ? [] : [`step ${at.step}`])].join(
    " › ",
  );

/** What a message says of a check that did not hold. */
export const checkFacts = ({ outcome, waitedMs, tries }: Awaited): ErrorFacts => ({
  claimed: outcome.title,
  command: `${outcome.command}   (${outcome.machine}, ${outcome.user})`,
  expected: outcome.expected,
  got: outcome.got,
  waited: `${seconds(waitedMs)}, ${tries === 1 ? "1 try" : `${tries} tries`}`,
});
