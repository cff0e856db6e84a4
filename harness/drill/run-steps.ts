import { ExpectationError } from "../errors.ts";
import { drillCommand, scenarioCommand } from "../invocation.ts";
import type { Place } from "../journal/events.ts";
import type { PhaseName } from "../phases/index.ts";
import { flagsAgain } from "../plan/drill-plan.ts";
import type { Step } from "../scenario/step.ts";
import { userOf } from "../scenario/user-of.ts";
import { awaitCheck } from "./await-check.ts";
import { deadline } from "./clock.ts";
import { type RunContext, stretched } from "./context.ts";
import { checkFacts, placeName, seconds } from "./messages.ts";
import { perform } from "./perform.ts";

/** Runs one step: its actions, then its verification until it holds or the step's time is up. */
const runStep = async (run: RunContext, at: Place, step: Step): Promise<void> => {
  const until = deadline(run.clock, stretched(run, step.withinMs));
  run.emit({ type: "step-started", at, title: step.title, withinMs: until.withinMs });
  let ok = false;
  try {
    for (const action of step.run) {
      const performed = await perform(run, at, action, until);
      if (!performed.ok) {
        throw new ExpectationError(`${step.title}: a command did not do what was expected`, {
          where: placeName(run, at),
          claimed: step.title,
          command: `${performed.command}   (${action.machine}, ${userOf(action)})`,
          expected: performed.expected,
          got: performed.got,
          waited: seconds(performed.durationMs),
          next: nextCommand(run),
        });
      }
    }
    for (const check of step.verify) {
      const awaited = await awaitCheck(run, at, check, until);
      if (!awaited.outcome.ok) {
        throw new ExpectationError(`${step.title}: its verification did not hold`, {
          where: `${placeName(run, at)} › verify`,
          ...checkFacts(awaited),
          next: nextCommand(run),
        });
      }
    }
    ok = true;
  } finally {
    run.emit({ type: "step-ended", at, title: step.title, ok, durationMs: until.elapsedMs() });
  }
};

/** Runs the steps in order, those left out on purpose excepted. */
export const runSteps = async (
  run: RunContext,
  phase: PhaseName,
  steps: readonly Step[],
  without: readonly number[] = [],
): Promise<void> => {
  for (const [index, step] of steps.entries()) {
    const number = index + 1;
    if (without.includes(number)) continue;
    await runStep(run, { procedure: run.procedureId, phase, step: number }, step);
  }
};

/** The same drill again, with what was left out and where it ran, and its machine kept. */
export const nextCommand = ({ plan, procedureId, rig }: RunContext): string => {
  const machine = rig.machines.keys().next().value ?? "";
  const again = scenarioCommand([plan.scenario.id], [...flagsAgain(plan, procedureId), "--keep"]);
  return `${again}, then ${drillCommand(["shell", machine])}`;
};
