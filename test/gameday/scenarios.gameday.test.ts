import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runDrillRequest } from "#harness/cli/drill-request.ts";
import { usualKind } from "#harness/cli/machine-kinds.ts";
import { loadScenario, scenarioIds } from "#harness/cli/scenario-files.ts";
import { type DrillRecord, recordOf } from "#harness/journal/drill-record.ts";
import { readJournal } from "#harness/journal/read-journal.ts";
import type { Scenario } from "#harness/scenario/scenario.ts";
import { renderJUnit } from "#harness/views/junit.ts";
import { blockOf, expectedTests } from "./expected-tests.ts";

const folder = process.env["DRILLBOOK_SCENARIOS"];
const reports = process.env["DRILLBOOK_REPORTS"];
if (!reports) throw new Error("DRILLBOOK_REPORTS names no folder: start the game day with npm run gameday");

const drillLimitMs = 15 * 60_000;

for (const id of scenarioIds(folder)) {
  const scenario = await loadScenario(id, folder);
  describe(id, () => suite(scenario));
}

/** One drill, and a test for each phase, step and check of it, which reads the journal. */
function suite(scenario: Scenario): void {
  const on = usualKind(scenario);
  let record: DrillRecord;
  let verdict: string;

  beforeAll(async () => {
    const reportDir = join(reports as string, scenario.id);
    const done = await runDrillRequest({
      scenario,
      procedures: Object.keys(scenario.procedures),
      without: { fault: false, steps: [] },
      options: { keep: false, setup: true, engine: "auto", on },
      reportDir,
      attach: () => {},
      notice: () => {},
    });
    verdict = done.verdict;
    const { events } = readJournal(done.journalFile);
    record = recordOf(events);
    // The runner's own JUnit has no step's real time: the drill is over when its tests begin.
    writeFileSync(join(reportDir, "junit.xml"), renderJUnit(events));
  }, drillLimitMs);

  for (const [procedure, { notOn }] of Object.entries(scenario.procedures)) {
    const reason = notOn[on];
    if (reason !== undefined) {
      test(`${procedure} is skipped on ${on}: ${reason}`, ({ skip }) => skip(reason));
      continue;
    }
    describe(procedure, () => {
      for (const one of expectedTests(scenario, procedure)) {
        test(one.name, () => {
          const run = record.procedures.find((found) => found.id === procedure);
          const problem = run === undefined ? "this procedure did not run" : one.problem(run);
          expect(problem, run === undefined ? undefined : blockOf(run)).toBeUndefined();
        });
      }
    });
  }

  test("verdict", () => {
    expect(verdict).toBe("verified");
  });
}
