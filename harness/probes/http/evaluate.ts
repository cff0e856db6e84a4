import { describeMatch, matches } from "../../scenario/evaluate-match.ts";
import type { Evaluation, EvaluationContext } from "../../scenario/evaluation.ts";
import type { HttpObservation, HttpProbe } from "./value.ts";

/** Compares what came of an HTTP request with what its check expects. */
export const evaluateHttp = (
  { expect }: HttpProbe,
  seen: HttpObservation,
  context: EvaluationContext,
): Evaluation => {
  const bodyHolds = expect.body === undefined || matches(expect.body, seen.body, context);
  const body = expect.body === undefined ? "" : ` and ${describeMatch(expect.body, context, "body")}`;
  return {
    ok: seen.outcome === "answered" && seen.status === expect.status && bodyHolds,
    expected: `status ${expect.status}${body}`,
    got:
      seen.outcome === "answered"
        ? `status ${seen.status}${seen.body.trim() === "" ? "" : `: ${seen.body.trim()}`}`
        : `${seen.outcome}${seen.error === "" ? "" : `: ${seen.error}`}`,
  };
};
