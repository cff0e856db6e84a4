import type { Check } from "./check.ts";
import { evaluate } from "./evaluate.ts";
import { describeMatch, matches } from "./evaluate-match.ts";
import type { Evaluation, EvaluationContext } from "./evaluation.ts";
import type { Observation } from "./probe.ts";

/**
 * Compares an observation with what its check claims. What is no answer makes neither a check hold nor its opposite.
 * @throws TypeError when probe and observation are of different kinds
 */
export const evaluateCheck = (
  { probe, negated, redWhen }: Check,
  observation: Observation,
  context: EvaluationContext,
): Evaluation => {
  const seen = evaluate(probe, observation, context);
  const expected = negated ? `anything but ${seen.expected}` : seen.expected;
  const notAsked = noAnswer(redWhen, seen, context);
  if (notAsked === undefined) return { ok: seen.ok !== negated, expected, got: seen.got };
  return { ok: false, expected, got: `${seen.got}; that is no answer: ${notAsked}`, notAsked };
};

/** What the author says of red comes before what the kind of probe says. */
const noAnswer = (
  redWhen: Check["redWhen"],
  { ok, got, notAsked }: Evaluation,
  context: EvaluationContext,
): string | undefined => {
  if (ok) return undefined;
  if (redWhen === undefined) return notAsked;
  return matches(redWhen, got, context) ? undefined : `red is ${describeMatch(redWhen, context, "a text")}`;
};
