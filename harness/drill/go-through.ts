import { ExpectationError, NotReproducedError, RigNotReadyError } from "../errors.ts";
import { drillCommand, scenarioCommand } from "../invocation.ts";
import type { PhaseManner } from "../journal/events.ts";
import { type DrilledPhase, workOf } from "../phases/index.ts";
import type { Phase, PhaseWork } from "../phases/phase.ts";
import type { PhaseRun } from "../phases/phase-run.ts";
import type { Check } from "../scenario/check.ts";
import type { RunContext } from "./context.ts";
import { countAll, countLeft } from "./losses.ts";
import { placeName } from "./messages.ts";
import { lookAtAll, requireAll } from "./run-checks.ts";
import { runSteps } from "./run-steps.ts";

const savedWithinMs = 15_000;
const lookMs = 5000;

/**
 * Goes through a phase, between its two events, and answers how long it took, in milliseconds. `isDone`: the machines
 * were saved after it, so what its steps verify is looked at instead.
 */
export const goThrough = async (run: RunContext, phase: DrilledPhase, isDone = false): Promise<number> => {
  const at = { procedure: run.procedureId, phase: phase.name };
  const { how, total, go } = mannerOf(run, phase, isDone);
  const manner = how === undefined ? {} : { how };
  const startMs = run.clock.monotonicMs();
  run.emit({ type: "phase-started", at, total, ...manner });
  let ok = false;
  let durationMs: number;
  try {
    await go();
    ok = true;
  } catch (error) {
    throw error instanceof ExpectationError ? asItsVerdict(phase, error) : error;
  } finally {
    durationMs = run.clock.monotonicMs() - startMs;
    run.emit({ type: "phase-ended", at, ok, durationMs, ...manner });
  }
  return durationMs;
};

type Manner = {
  readonly how?: PhaseManner;
  readonly total: number;
  readonly go: () => Promise<void>;
};

const mannerOf = (run: RunContext, phase: DrilledPhase, isDone: boolean): Manner => {
  const work = workOf(phase, run.scenario, run.procedure);
  if (isDone) {
    const checks = [
      ...new Map(work.steps.flatMap(({ verify }) => verify).map((one) => [one.title, one])).values(),
    ];
    return { how: "looked-at", total: checks.length, go: () => verifySaved(run, phase, checks) };
  }
  if (phase.leftOutWith !== undefined && run.without[phase.leftOutWith]) {
    return { how: "left-out", total: 0, go: async () => {} };
  }
  return { total: totalOf(phase, work), go: () => phase.run(phaseRun(run, phase), work) };
};

const totalOf = ({ words }: Phase, { steps, checks, losses }: PhaseWork): number =>
  ({ step: steps, check: checks, count: losses })[words.unit].length;

/** What does not hold tells of the recovery only after the fault, and of the fault only after the steady state. */
const asItsVerdict = ({ failure }: Phase, error: ExpectationError): Error => {
  const message = failure.headline === undefined ? error.message : `${failure.headline}: ${error.message}`;
  switch (failure.verdict) {
    case "unknown":
      return new RigNotReadyError(message, error.facts);
    case "not-reproduced":
      return new NotReproducedError(message, error.facts);
    default:
      return error;
  }
};

/** Verifies saved machines without repeating their set-up. @throws RigNotReadyError */
const verifySaved = async (
  run: RunContext,
  { name }: DrilledPhase,
  checks: readonly Check[],
): Promise<void> => {
  try {
    await requireAll(run, name, checks, savedWithinMs);
  } catch (error) {
    if (!(error instanceof ExpectationError)) throw error;
    throw new RigNotReadyError(`the saved machines are not ready: ${error.message}`, {
      ...error.facts,
      next: `${scenarioCommand([run.scenario.id], ["--cold"])} starts without saved machines; ${drillCommand(["clean"], ["--cache"])} removes them`,
    });
  }
};

const phaseRun = (run: RunContext, { name }: DrilledPhase): PhaseRun => {
  const { procedureId: procedure } = run;
  return {
    scenario: run.scenario,
    procedure: run.procedure,
    withoutSteps: run.without.steps,
    seenRed: run.seenRed,
    counted: run.counted,
    where: placeName(run, { procedure, phase: name }),
    runSteps: (steps, without) => runSteps(run, name, steps, without),
    requireAll: (checks, withinMs, headline) => requireAll(run, name, checks, withinMs, headline),
    lookAtAll: (checks) => lookAtAll(run, name, checks, lookMs),
    count: (losses) => countAll(run, losses),
    countLeft: (losses) => countLeft(run, losses),
    reportUnproven: ({ title }) => run.emit({ type: "check-unproven", procedure, title }),
    reportLoss: (loss, judged) =>
      run.emit({ type: "loss-measured", procedure, loss, ...(judged === undefined ? {} : { judged }) }),
  };
};
