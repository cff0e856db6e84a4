import { beforeAll, describe, expect, test } from "vitest";
import { callAsIn } from "../cli/call-as-in.ts";
import { loadPlans } from "../cli/load-plans.ts";
import { loadProject } from "../config/load-project.ts";
import type { DrillPlan } from "../plan/drill-plan.ts";
import { type DrilledScenario, drillOf } from "./drill-of.ts";
import { expectedDrill } from "./expected-drill.ts";
import { isOnlyMissing } from "./expected-tests.ts";
import { errorText, failureText } from "./failure-text.ts";
import { planOfEnvironment } from "./plan.ts";

const plan = planOfEnvironment();
const project = await loadProject(plan.root);
callAsIn(project);

const drillLimitMs = 15 * 60_000;

for (const id of plan.ids) {
  const loaded = await planOf(id).catch((error: unknown) => ({ error }));
  describe(id, () => {
    if (!("error" in loaded)) return suite(loaded);
    // The others are still drilled.
    test("can be drilled", () => {
      expect.fail(errorText(loaded.error));
    });
  });
}

async function planOf(id: string): Promise<DrillPlan> {
  const { scenarios, setup, report: reports, runbooks } = plan;
  // The engine is that of the game day, which DOCKER_HOST names.
  const options = { scenarios, setup, engine: "auto", reports, runbooks } as const;
  const [first] = await loadPlans(id, options, project.variants);
  if (first === undefined) throw new TypeError("a scenario has a drill");
  return first;
}

/** One drill, and a test for each phase, step and check of it, which reads the journal. */
function suite(planned: DrillPlan): void {
  const expected = expectedDrill(planned);
  let drill: DrilledScenario;

  beforeAll(async () => {
    try {
      drill = await drillOf(planned, project);
    } catch (cause) {
      throw new Error(errorText(cause), { cause });
    }
  }, drillLimitMs);

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
    const ofProcedures = Object.values(procedures).reduce((sum, one) => sum + one.tookMs, 0);
    // Work outside the procedures: opening the engine, making images, writing the page.
    task.meta.tookMs = Math.max(0, tookMs - ofProcedures);
    if (verdict !== expected.verdict) expect.fail([`the drill ended ${verdict}`, ...messages].join("\n"));
    if (expected.skipped !== undefined) skip(expected.skipped);
  });
}
