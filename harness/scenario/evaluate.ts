import type { Evaluation, EvaluationContext } from "./evaluation.ts";
import { type Observation, type Probe, probeDefinition } from "./probe.ts";

/** Compares an observation with its probe's expectation. @throws TypeError when the two are of different kinds */
export const evaluate = (probe: Probe, seen: Observation, context: EvaluationContext): Evaluation => {
  if (probe.kind === seen.kind) return probeDefinition(probe.kind).evaluate(probe, seen, context);
  throw new TypeError(`a ${probe.kind} probe cannot be compared with a ${seen.kind} observation`);
};
