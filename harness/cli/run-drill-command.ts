import { join } from "node:path";
import type { Without } from "#harness/drill/context.ts";
import { UsageError } from "#harness/errors.ts";
import type { Scenario } from "#harness/scenario/scenario.ts";
import { assertValid } from "#harness/scenario/validate.ts";
import type { LiveView } from "#harness/views/live-view.ts";
import { attachView } from "./attach-view.ts";
import { closest } from "./closest.ts";
import { runDrillRequest } from "./drill-request.ts";
import { newReportFolder } from "./report-folder.ts";
import { repositoryRoot } from "./repository.ts";
import type { RunOptions } from "./run-command.ts";
import { loadScenario, scenarioFile } from "./scenario-files.ts";
import { shownPath } from "./shown-path.ts";

/** What may stand where a scenario does. */
const commandWords = ["list", "plan", "doctor", "shell", "clean"];

/** The procedures to run. @throws UsageError for one that the scenario does not have */
const chosenProcedures = (scenario: Scenario, wanted: readonly string[] | undefined): string[] => {
  const all = Object.keys(scenario.procedures);
  for (const id of wanted ?? []) {
    if (all.includes(id)) continue;
    const near = closest(id, all);
    throw new UsageError(`${scenario.id} has no procedure "${id}"`, {
      ...(near === undefined ? {} : { got: `did you mean ${near}?` }),
      expected: `one of ${all.join(", ")}`,
    });
  }
  return [...new Set(wanted ?? all)];
};

/** @throws UsageError for a step that a chosen procedure does not have */
const assertSteps = (scenario: Scenario, procedures: readonly string[], without: Without): void => {
  for (const id of procedures) {
    const count = scenario.procedures[id]?.steps.length ?? 0;
    const beyond = without.steps.find((step) => step > count);
    if (beyond !== undefined) {
      throw new UsageError(`the procedure ${id} has no step ${beyond}`, {
        expected: `a number from 1 to ${count}`,
        next: `npm run drill plan ${scenario.id} shows the steps; choose the procedure with --procedure`,
      });
    }
  }
};

/** Runs a drill as the command line asks for it, and answers the exit code. */
export const runDrillCommand = async (id: string, options: RunOptions): Promise<number> => {
  const scenario = await loadScenario(id, options.scenarios, commandWords);
  assertValid(scenario, scenarioFile(id, options.scenarios));
  const procedures = chosenProcedures(scenario, options.procedure);
  const without = options.without ?? { fault: false, steps: [] };
  assertSteps(scenario, procedures, without);
  if (options.keep === true && procedures.length > 1) {
    throw new UsageError("only one procedure's machines can be kept: rigs have fixed addresses", {
      next: `choose one: --procedure ${procedures.join(", or --procedure ")}`,
    });
  }
  const reportDir = newReportFolder(options.reports ?? join(repositoryRoot, "reports"), id, new Date());
  let view: LiveView | undefined;
  try {
    const { exitCode } = await runDrillRequest({
      scenario,
      procedures,
      without,
      options,
      reportDir,
      attach: (journal) => {
        view = attachView(journal, options.json === true ? "json" : "auto");
      },
      notice: (line) => view?.notice(line),
    });
    view?.end(shownPath(reportDir));
    return exitCode;
  } finally {
    view?.close();
  }
};
