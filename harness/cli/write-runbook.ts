import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordOf } from "../journal/drill-record.ts";
import type { Journal } from "../journal/open-journal.ts";
import { renderRunbook } from "../views/runbook/index.ts";
import { missingProof } from "../views/runbook/page.ts";
import type { DrillRequest } from "./drill-request.ts";
import { shownPath } from "./shown-path.ts";
import { writeSymptoms } from "./write-symptoms.ts";

/** Where a page goes, and what else it tells of. */
type PageFiles = {
  readonly journal: Journal;
  /** Of the other drills of the same command. */
  readonly others: readonly Journal[];
  /** Those of them that drilled the same commands, so that what they saw belongs to this page. */
  readonly alike: readonly Journal[];
  /** Its name among the runbooks, without an ending. */
  readonly page: string;
  readonly inReport: string;
};

/**
 * A whole drill writes the runbook, and what it saw into the index beside it; one of some procedures only leaves its
 * page in the report; one in which something was left out writes none.
 */
export const writeRunbook = async (
  request: DrillRequest,
  { journal, others, alike, page, inReport }: PageFiles,
): Promise<void> => {
  const { scenario, without, procedures } = request;
  if (without.fault || without.steps.length > 0) return;
  const inventory = await request.project.inventory();
  // A page names its journal as its proof.
  journal.assertWhole();
  const text = renderRunbook(scenario, journal.events, {
    inventory,
    journalFile: shownPath(journal.file),
    others: others.map(({ events }) => events),
  });
  writeFileSync(inReport, text);
  if (procedures.length < Object.keys(scenario.procedures).length) {
    journal.append({ type: "runbook-written", file: shownPath(inReport) });
    return;
  }
  const podman = page === scenario.id ? undefined : request.options.podman;
  const folder = request.options.runbooks;
  mkdirSync(folder, { recursive: true });
  copyFileSync(inReport, join(folder, `${page}.md`));
  journal.append({ type: "runbook-written", file: shownPath(join(folder, `${page}.md`)) });
  for (const { events } of [journal, ...alike]) {
    if (missingProof(scenario, recordOf(events)) === undefined)
      writeSymptoms(scenario, events, { folder, podman, inventory });
  }
};
