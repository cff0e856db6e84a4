import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordOf } from "../journal/drill-record.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { exitCodeOf, worst } from "../scenario/verdict.ts";
import { kindsJson, renderKindsTable } from "../views/kinds-table.ts";
import type { DrillDone } from "./run-drills.ts";
import { shownPath } from "./shown-path.ts";

/** The exit code of the worst verdict; a host that was not ready is told before anything else unknown. */
export const exitCodeOfAll = (all: readonly Pick<DrillDone, "verdict" | "exitCode">[]): number => {
  const verdict = worst(all.map((one) => one.verdict));
  const codes = all.filter((one) => one.verdict === verdict).map(({ exitCode }) => exitCode);
  return codes.length === 0 ? exitCodeOf(verdict) : Math.max(...codes);
};

/** The kinds of machine side by side, at the end of the output and in the report; as one more line with `json`. */
export const printKinds = (
  scenario: Scenario,
  all: readonly DrillDone[],
  { reportDir, mode }: { readonly reportDir: string; readonly mode: "auto" | "json" },
): void => {
  const records = all.map(({ journal }) => recordOf(journal.events));
  writeFileSync(join(reportDir, "kinds.txt"), `${renderKindsTable(scenario, records, 120).join("\n")}\n`);
  if (mode === "json") {
    process.stdout.write(`${JSON.stringify({ type: "kinds-compared", ...kindsJson(scenario, records) })}\n`);
    return;
  }
  const columns = process.stdout.isTTY === true ? process.stdout.columns - 1 : 120;
  const runbook = records.find((one) => one.runbook !== undefined)?.runbook;
  const ends = [
    ...(runbook === undefined ? [] : [`  runbook         ${runbook}`]),
    `  report          ${shownPath(reportDir)}`,
  ];
  process.stdout.write(
    `\n${[...renderKindsTable(scenario, records, columns), "", ...ends, ""].join("\n")}\n`,
  );
};
