import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Journal } from "#harness/journal/open-journal.ts";
import { readJournal } from "#harness/journal/read-journal.ts";
import { renderRunbook } from "#harness/views/runbook/index.ts";
import { loadInventory } from "#twin/metacircular/inventory.ts";
import type { DrillRequest } from "./drill-request.ts";
import { repositoryRoot } from "./repository.ts";
import { shownPath } from "./shown-path.ts";

/** Where a page goes, and what else it tells of. */
type PageFiles = {
  readonly journal: Journal;
  /** Of the other drills of the same command. */
  readonly others: readonly Journal[];
  /** Its name among the runbooks, without an ending. */
  readonly page: string;
  readonly inReport: string;
};

/**
 * A whole drill writes the runbook; one of some procedures only leaves its page in the report; one in which something
 * was left out writes none.
 */
export const writeRunbook = (request: DrillRequest, { journal, others, page, inReport }: PageFiles): void => {
  const { scenario, without, procedures } = request;
  if (without.fault || without.steps.length > 0) return;
  const text = renderRunbook(scenario, readJournal(journal.file).events, {
    inventory: loadInventory(),
    journalFile: shownPath(journal.file),
    others: others.map(({ file }) => readJournal(file).events),
  });
  writeFileSync(inReport, text);
  if (procedures.length < Object.keys(scenario.procedures).length) {
    journal.append({ type: "runbook-written", file: shownPath(inReport) });
    return;
  }
  const folder = request.options.runbooks ?? join(repositoryRoot, "runbooks");
  mkdirSync(folder, { recursive: true });
  copyFileSync(inReport, join(folder, `${page}.md`));
  journal.append({ type: "runbook-written", file: shownPath(join(folder, `${page}.md`)) });
};
