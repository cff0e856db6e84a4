import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type Clock, systemClock } from "#harness/drill/clock.ts";
import type { Without } from "#harness/drill/context.ts";
import { runDrill } from "#harness/drill/run-drill.ts";
import { UsageError } from "#harness/errors.ts";
import { type Journal, openJournal } from "#harness/journal/open-journal.ts";
import { readJournal } from "#harness/journal/read-journal.ts";
import type { Scenario } from "#harness/scenario/scenario.ts";
import { assertValid } from "#harness/scenario/validate.ts";
import { exitCodeOf, type Verdict } from "#harness/scenario/verdict.ts";
import { renderRunbook } from "#harness/views/runbook/index.ts";
import { loadInventory } from "#twin/metacircular/inventory.ts";
import { attachView } from "./attach-view.ts";
import { closest } from "./closest.ts";
import { listenForInterruption } from "./interruption.ts";
import { openHost } from "./open-host.ts";
import { newReportFolder } from "./report-folder.ts";
import { currentCommit, drillbookVersion, repositoryRoot } from "./repository.ts";
import type { RunOptions } from "./run-command.ts";
import { loadScenario } from "./scenario-files.ts";

export type DrillOutcome = {
  readonly verdict: Verdict;
  readonly reportDir: string;
  readonly journalFile: string;
};

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

const isPath = (path: string): string => relative(process.cwd(), path) || ".";

/** Runs a drill as the command line asks for it, and answers the exit code. */
export const runDrillCommand = async (id: string, options: RunOptions): Promise<number> => {
  const scenario = await loadScenario(id, options.scenarios);
  assertValid(scenario);
  const procedures = chosenProcedures(scenario, options.procedure);
  const without = options.without ?? { fault: false, steps: [] };
  assertSteps(scenario, procedures, without);
  const reportDir = newReportFolder(options.reports ?? join(repositoryRoot, "reports"), id, new Date());
  const journal = openJournal(join(reportDir, "journal.ndjson"), { clock: systemClock });
  const view = attachView(journal, options.json === true ? "json" : "auto");
  try {
    const verdict = await drillOn({
      scenario,
      procedures,
      without,
      options,
      journal,
      reportDir,
      clock: systemClock,
      notice: view.notice,
    });
    if (verdict === "verified") writeRunbook(scenario, procedures, without, journal, reportDir);
    view.end(isPath(reportDir));
    return exitCodeOf(verdict);
  } finally {
    view.close();
    journal.close();
  }
};

export type DrillRequest = {
  readonly scenario: Scenario;
  readonly procedures: readonly string[];
  readonly without: Without;
  readonly options: Pick<RunOptions, "keep" | "setup" | "engine" | "on">;
  readonly journal: Journal;
  readonly reportDir: string;
  readonly clock: Clock;
  readonly notice: (line: string) => void;
};

/** Opens a host, drills on it, and closes it whatever happens; Ctrl-C ends it in order. */
export const drillOn = async (request: DrillRequest): Promise<Verdict> => {
  const { journal, options } = request;
  const interruption = listenForInterruption((reason) =>
    request.notice(`interrupted by ${reason}: cleaning up`),
  );
  try {
    const onProgress = (line: string) => journal.append({ type: "progress", line });
    await using host = await openHost(options, onProgress, interruption.signal);
    return await runDrill({
      ...request,
      keep: options.keep === true,
      host,
      signal: interruption.signal,
      emit: (event) => journal.append(event),
      version: drillbookVersion(),
      commit: currentCommit(),
    });
  } finally {
    interruption.dispose();
  }
};

/** A whole drill writes the runbook; one of some procedures only leaves its page in the report. */
export const writeRunbook = (
  scenario: Scenario,
  procedures: readonly string[],
  without: Without,
  journal: Journal,
  reportDir: string,
): void => {
  if (without.fault || without.steps.length > 0) return;
  const { events } = readJournal(journal.file);
  const page = renderRunbook(scenario, events, { inventory: loadInventory() });
  const own = join(reportDir, "runbook.md");
  writeFileSync(own, page);
  const whole = procedures.length === Object.keys(scenario.procedures).length;
  if (whole) {
    mkdirSync(join(repositoryRoot, "runbooks"), { recursive: true });
    copyFileSync(own, join(repositoryRoot, "runbooks", `${scenario.id}.md`));
  }
  journal.append({
    type: "runbook-written",
    file: isPath(whole ? join(repositoryRoot, "runbooks", `${scenario.id}.md`) : own),
  });
};
