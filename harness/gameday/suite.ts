import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callAsIn } from "../cli/call-as-in.ts";
import { listenForInterruption } from "../cli/interruption.ts";
import { loadPlans } from "../cli/load-plans.ts";
import { loadProject } from "../config/load-project.ts";
import { addMark } from "../machines/engine/process-marks.ts";
import type { DrillPlan } from "../plan/drill-plan.ts";
import { beginDrills } from "./begin-drills.ts";
import { coveredMs } from "./covered-time.ts";
import { type DrilledScenario, drillOf } from "./drill-of.ts";
import { expectedDrill } from "./expected-drill.ts";
import { isOnlyMissing } from "./expected-tests.ts";
import { errorText, failureText } from "./failure-text.ts";
import { beginLine } from "./game-day-lines.ts";
import { planOfEnvironment, positionIn } from "./plan.ts";

const plan = planOfEnvironment();
addMark(plan.processes);
const project = await loadProject(plan.root);
callAsIn(project);

/** Only for hung drills; the scenario sets the limits of a drill. */
const drillLimitMs = 15 * 60_000;

type Loaded = { readonly id: string; readonly planned?: DrillPlan; readonly error?: unknown };

const loaded: Loaded[] = [];
for (const id of plan.ids) {
  loaded.push(
    await planOf(id).then(
      (planned) => ({ id, planned }),
      (error: unknown) => ({ id, error }),
    ),
  );
}

const interruption = listenForInterruption(() => {});
afterAll(() => interruption[Symbol.dispose]());

const drills = beginDrills(
  loaded.flatMap(({ planned }) => planned ?? []),
  {
    ...{ jobs: plan.jobs, lastTimes: plan.lastTimes, limitMs: drillLimitMs, signal: interruption.signal },
    drill: (planned, signal, slots) =>
      drillOf(planned, project, { signal, slots, jobs: plan.jobs, sideBySide: plan.sideBySide }),
    onBegin: ({ scenario: { id } }) => {
      // Of drills side by side the runner does not know which has begun: their tests all wait.
      if (plan.jobs > 1) console.log(beginLine(positionIn(plan, id), id, plan.lastTimes[id]));
    },
  },
);

const describeDrill = plan.jobs > 1 ? describe.concurrent : describe;

for (const { id, planned, error } of loaded) {
  describeDrill(id, () => {
    if (planned !== undefined) return suite(planned);
    // The others are still drilled.
    test("can be drilled", () => {
      expect.fail(errorText(error));
    });
  });
}

async function planOf(id: string): Promise<DrillPlan> {
  const { scenarios, setup, report: reports, runbooks, jobs } = plan;
  const sideBySide = plan.sideBySide && jobs > 1;
  // The engine is that of the game day, which DOCKER_HOST names.
  const options = { scenarios, setup, engine: "auto", reports, runbooks, sideBySide } as const;
  const [first] = await loadPlans(id, options, project);
  if (first === undefined) throw new TypeError("a scenario has a drill");
  return first;
}

/** One drill, and a test for each phase, step and check of it, which reads the journal. */
function suite(planned: DrillPlan): void {
  const expected = expectedDrill(planned);
  let drill: DrilledScenario;

  beforeAll(async () => {
    try {
      const ended = await drills.get(planned);
      if (ended === undefined) throw new TypeError("every plan is drilled");
      drill = ended;
    } catch (cause) {
      throw new Error(errorText(cause), { cause });
    }
  });

  const runOf = (id: string) => drill.record.procedures.find((found) => found.id === id);

  for (const { id, skipped, tests } of expected.procedures) {
    describe(id, () => {
      if (skipped !== undefined) {
        test(`is skipped on ${planned.variant.kind}: ${skipped}`, ({ skip }) => {
          expect(runOf(id)?.ended).toMatchObject({ verdict: "skipped", reason: skipped });
          skip(skipped);
        });
      }
      for (const { name, seenIn } of tests) {
        test(name, ({ task }) => {
          const run = runOf(id);
          if (run === undefined) return expect.fail("this procedure did not run");
          const { problem, tookMs } = seenIn(run);
          task.meta.tookMs = tookMs;
          const [failure] = run.failures;
          if (problem === undefined) return;
          if (failure === undefined) return expect.fail(problem);
          expect.fail(`${problem}: ${isOnlyMissing(problem) ? failure.headline : failureText(failure)}`);
        });
      }
    });
  }

  test("verdict", ({ task, skip }) => {
    const { verdict, tookMs, procedures, messages } = drill.meta;
    task.meta.drill = drill.meta;
    const ofProcedures = coveredMs(Object.values(procedures));
    // Work outside the procedures: opening the engine, making images, writing the page.
    task.meta.tookMs = Math.max(0, tookMs - ofProcedures);
    if (verdict !== expected.verdict) expect.fail([`the drill ended ${verdict}`, ...messages].join("\n"));
    if (expected.skipped !== undefined) skip(expected.skipped);
  });
}
