import { ExpectationError, MachineError, NotReproducedError } from "../errors.ts";
import type { Phase, PhaseManner } from "../journal/events.ts";
import type { RunContext } from "./context.ts";
import { type Counted, compare, countAll, judge } from "./losses.ts";
import { placeName } from "./messages.ts";
import { type AssertingPhase, type PhaseWork, workOf } from "./phase-work.ts";
import { lookAtAll, requireAll } from "./run-checks.ts";
import { runSteps } from "./run-steps.ts";

/** How long a phase waits for its checks. */
const steadyWithinMs = 15_000;
const symptomsWithinMs = 15_000;
const checklistWithinMs = 30_000;
const lookMs = 5000;

const workIn = ({ scenario, procedure }: RunContext, phase: AssertingPhase): PhaseWork =>
  workOf(scenario, procedure)[phase];

/** Brings the rig to where its steady state can be asserted. */
export const prepare = (run: RunContext): Promise<void> => {
  const { steps } = workIn(run, "prepare");
  return inPhase(run, "prepare", steps.length, () =>
    asMachineFailure("the rig did not get ready", () => runSteps(run, "prepare", steps)),
  );
};

/** Verifies a restored rig without repeating its set-up. */
export const verifyReady = (run: RunContext): Promise<void> => {
  const checks = new Map(
    workIn(run, "prepare")
      .steps.flatMap(({ verify }) => verify)
      .map((one) => [one.title, one]),
  );
  const work = async () => {
    try {
      await requireAll(run, "prepare", [...checks.values()], steadyWithinMs);
    } catch (error) {
      if (!(error instanceof ExpectationError)) throw error;
      throw new MachineError(`the saved machines are not ready: ${error.message}`, {
        ...error.facts,
        next: `npm run drill ${run.scenario.id} -- --cold starts without saved machines; npm run drill clean --cache removes them`,
      });
    }
  };
  return inPhase(run, "prepare", checks.size, work, "looked-at");
};

/** Every check of the steady state is green; what can be lost is counted. */
export const steady = (run: RunContext): Promise<Counted> => {
  const { checks } = workIn(run, "steady");
  return inPhase(run, "steady", checks.length, async () => {
    await asMachineFailure("the steady state does not hold before any fault", () =>
      requireAll(run, "steady", checks, steadyWithinMs),
    );
    const steadyTitles = new Set(checks.map((check) => check.title));
    const others = run.scenario.checklist.filter((check) => !steadyTitles.has(check.title));
    // A check that was red while services were still starting has not been seen red by the incident.
    run.seenRed.clear();
    await lookAtAll(run, "steady", others, lookMs);
    return countAll(run);
  });
};

/** The fault's steps have run, each visible as it says; left out on purpose, nothing has. */
export const fault = (run: RunContext): Promise<void> => {
  if (run.without.fault) return inPhase(run, "fault", 0, async () => {}, "left-out");
  const { steps } = workIn(run, "fault");
  return inPhase(run, "fault", steps.length, async () => {
    try {
      await runSteps(run, "fault", steps);
    } catch (error) {
      if (error instanceof ExpectationError) throw new NotReproducedError(error.message, error.facts);
      throw error;
    }
  });
};

/** Every symptom has appeared, and what the fault must break has been seen broken. */
export const symptoms = (run: RunContext): Promise<void> => {
  const { checks } = workIn(run, "symptoms");
  return inPhase(run, "symptoms", checks.length, async () => {
    await requireAll(run, "symptoms", checks, symptomsWithinMs);
    const { checklist, breaks } = run.scenario;
    const titles = new Set(checklist.map((check) => check.title));
    const alsoBroken = breaks.filter((check) => !titles.has(check.title));
    const during = await lookAtAll(run, "symptoms", [...checklist, ...alsoBroken], lookMs);
    const red = new Set(during.filter((outcome) => !outcome.ok).map((outcome) => outcome.title));
    const intact = breaks.filter((check) => !red.has(check.title));
    if (intact.length > 0) {
      throw new NotReproducedError(
        `the fault did not break what it should: ${intact.map((c) => c.title).join("; ")}`,
        {
          where: placeName(run, { procedure: run.procedureId, phase: "symptoms" }),
          claimed: "these checks are red after the fault",
          got: "they still hold",
          next: "mend the fault, or take them out of `breaks`",
        },
      );
    }
  });
};

/** Every step of the procedure has run and was verified. */
export const recovery = (run: RunContext): Promise<void> => {
  const { steps, checks } = workIn(run, "recovery");
  return inPhase(run, "recovery", steps.length, async () => {
    await requireAll(run, "recovery", checks, steadyWithinMs);
    await runSteps(run, "recovery", steps, run.without.steps);
  });
};

/** Every check of the checklist is green; those that were never red are called unproven. */
export const checklist = (run: RunContext): Promise<void> => {
  const { checks } = workIn(run, "checklist");
  return inPhase(run, "checklist", checks.length, async () => {
    await requireAll(run, "checklist", checks, checklistWithinMs);
    for (const check of checks) {
      if (!run.seenRed.has(check.title)) {
        run.emit({ type: "check-unproven", procedure: run.procedureId, title: check.title });
      }
    }
  });
};

/** The recovery outlasts what the scenario and its procedure put it through; the checklist is green once more. */
export const endurance = (run: RunContext): Promise<void> => {
  const { steps, checks } = workIn(run, "endurance");
  return inPhase(run, "endurance", steps.length, async () => {
    await runSteps(run, "endurance", steps);
    await requireAll(run, "endurance", checks, checklistWithinMs);
  });
};

/** What was lost is what the procedure declares. */
export const losses = (run: RunContext, before: Counted): Promise<void> =>
  inPhase(run, "losses", run.scenario.losses.length, async () => {
    const after = await countAll(run);
    const reports = run.scenario.losses.map((loss) =>
      compare(
        loss,
        before.get(loss.id) ?? new Set(),
        after.get(loss.id) ?? new Set(),
        run.procedure.loses[loss.id],
      ),
    );
    for (const loss of reports) run.emit({ type: "loss-measured", procedure: run.procedureId, loss });
    for (const loss of reports) judge(run, loss);
  });

const inPhase = async <T>(
  run: RunContext,
  phase: Phase,
  total: number,
  work: () => Promise<T>,
  how?: PhaseManner,
): Promise<T> => {
  const at = { procedure: run.procedureId, phase };
  const manner = how === undefined ? {} : { how };
  const startMs = run.clock.monotonicMs();
  run.emit({ type: "phase-started", at, total, ...manner });
  let ok = false;
  try {
    const result = await work();
    ok = true;
    return result;
  } finally {
    run.emit({ type: "phase-ended", at, ok, durationMs: run.clock.monotonicMs() - startMs, ...manner });
  }
};

/** Before the fault, a failure says nothing about the incident: the verdict is unknown. */
const asMachineFailure = async (headline: string, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof ExpectationError)
      throw new MachineError(`${headline}: ${error.message}`, error.facts);
    throw error;
  }
};
