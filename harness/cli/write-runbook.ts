import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordOf } from "#harness/journal/drill-record.ts";
import type { Journal } from "#harness/journal/open-journal.ts";
import { readJournal } from "#harness/journal/read-journal.ts";
import { renderRunbook } from "#harness/views/runbook/index.ts";
import { missingProof } from "#harness/views/runbook/page.ts";
import { loadInventory } from "#twin/metacircular/inventory.ts";
import type { DrillRequest } from "./drill-request.ts";
import { repositoryRoot } from "./repository.ts";
import { shownPath } from "./shown-path.ts";
import { writeSymptoms } from "./write-symptoms.ts";

/**
 * A whole drill writes the runbook, and what it saw into the index beside it; one of some procedures only leaves its page in `pageDir`; one in which something
 * was left out writes none. `all`: the journals of every kind of machine that was drilled on, this one among them.
 */
export const writeRunbook = (
  request: DrillRequest,
  journal: Journal,
  all: readonly Journal[],
  pageDir: string,
): void => {
  const { scenario, without, procedures } = request;
  if (without.fault || without.steps.length > 0) return;
  const page = renderRunbook(scenario, readJournal(journal.file).events, {
    inventory: loadInventory(),
    journalFile: shownPath(journal.file),
    others: all.filter((one) => one !== journal).map(({ file }) => readJournal(file).events),
  });
  const inReport = join(pageDir, "runbook.md");
  writeFileSync(inReport, page);
  if (procedures.length < Object.keys(scenario.procedures).length) {
    journal.append({ type: "runbook-written", file: shownPath(inReport) });
    return;
  }
  const folder = request.options.runbooks ?? join(repositoryRoot, "runbooks");
  mkdirSync(folder, { recursive: true });
  copyFileSync(inReport, join(folder, `${scenario.id}.md`));
  journal.append({ type: "runbook-written", file: shownPath(join(folder, `${scenario.id}.md`)) });
  for (const { file } of all) {
    const { events } = readJournal(file);
    if (missingProof(scenario, recordOf(events)) === undefined) writeSymptoms(scenario, events, folder);
  }
};
