import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordOf } from "../journal/drill-record.ts";
import type { DrillPlan } from "../plan/drill-plan.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { exitCodeOf, worst } from "../scenario/verdict.ts";
import { kindsJson, renderKindsTable } from "../views/kinds-table.ts";
import type { DrillDone } from "./drill-done.ts";
import { scenarioReport } from "./scenario-report.ts";
import { shownPath } from "./shown-path.ts";

/** The exit code of the worst verdict; a host that was not ready is told before anything else unknown. */
export const exitCodeOfAll = (all: readonly Pick<DrillDone, "verdict" | "exitCode">[]): number => {
  const verdict = worst(all.map((one) => one.verdict));
  const codes = all.filter((one) => one.verdict === verdict).map(({ exitCode }) => exitCode);
  return codes.length === 0 ? exitCodeOf(verdict) : Math.max(...codes);
};

/** Where they are printed, and as what. */
type End = { readonly report: string; readonly json: boolean };

/** For each scenario with several drills, the table that compares them. */
export const printKindsOfEach = (
  plans: readonly DrillPlan[],
  done: readonly DrillDone[],
  { report, json }: End,
): void => {
  const scenarios = Map.groupBy(plans, ({ scenario }) => scenario.id);
  for (const [id, ofScenario] of scenarios) {
    const usual = ofScenario.find(({ page }) => page === id) ?? ofScenario[0];
    const ended = done.filter(({ plan }) => ofScenario.includes(plan));
    if (ofScenario.length === 1 || usual === undefined || ended.length === 0) continue;
    const folder = scenarioReport(report, plans, usual);
    printKinds(usual.scenario, ended, { report: folder, json, ...(scenarios.size > 1 ? { drill: id } : {}) });
  }
};

/** The kinds of machine side by side, at the end of the output and in the report; as one more line with `json`. */
const printKinds = (
  scenario: Scenario,
  all: readonly DrillDone[],
  { report, json, drill }: End & { readonly drill?: string },
): void => {
  const records = all.map(({ journal }) => recordOf(journal.events));
  writeFileSync(join(report, "kinds.txt"), `${renderKindsTable(scenario, records, 120).join("\n")}\n`);
  if (json) {
    const line = { drill, type: "kinds-compared", ...kindsJson(scenario, records) };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    return;
  }
  const columns = process.stdout.isTTY === true ? process.stdout.columns - 1 : 120;
  const runbook = records.find((one) => one.runbook !== undefined)?.runbook;
  const ends = [
    ...(drill === undefined ? [] : [`  scenario        ${drill}`]),
    ...(runbook === undefined ? [] : [`  runbook         ${runbook}`]),
    `  report          ${shownPath(report)}`,
  ];
  process.stdout.write(
    `\n${[...renderKindsTable(scenario, records, columns), "", ...ends, ""].join("\n")}\n`,
  );
};
