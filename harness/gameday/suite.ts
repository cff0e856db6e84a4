import { beforeAll, describe, expect, test } from "vitest";
import { callAsIn } from "../cli/call-as-in.ts";
import { usualKind } from "../cli/machine-kinds.ts";
import { whyImpossible } from "../cli/open-host.ts";
import { loadScenario, scenarioFile } from "../cli/scenario-files.ts";
import { loadProject } from "../config/load-project.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { assertValid } from "../scenario/validate.ts";
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
  const loaded = await validScenario(id).catch((error: unknown) => ({ error }));
  describe(id, () => {
    if (!("error" in loaded)) return suite(loaded);
    // The others are still drilled.
    test("can be drilled", () => {
      expect.fail(errorText(loaded.error));
    });
  });
}

async function validScenario(id: string): Promise<Scenario> {
  const scenario = await loadScenario(id, plan.scenarios);
  assertValid(scenario, scenarioFile(id, plan.scenarios));
  return scenario;
}

/** One drill, and a test for each phase, step and check of it, which reads the journal. */
function suite(scenario: Scenario): void {
  const on = usualKind(scenario);
  const expected = expectedDrill(scenario, { kind: on, impossible: whyImpossible(scenario.rig, { on }) });
  let drill: DrilledScenario;

  beforeAll(async () => {
    try {
      drill = await drillOf(scenario, on, plan, project);
    } catch (cause) {
      throw new Error(errorText(cause), { cause });
    }
  }, drillLimitMs);

  const runOf = (id: string) => drill.record.procedures.find((found) => found.id === id);

  for (const { id, skipped, tests } of expected.procedures) {
    describe(id, () => {
      if (skipped !== undefined) {
        test(`is skipped on ${on}: ${skipped}`, ({ skip }) => {
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
