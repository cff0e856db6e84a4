import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { recordOf } from "../journal/drill-record.ts";
import type { Journal } from "../journal/open-journal.ts";
import { type DrillPlan, withoutWords } from "../plan/drill-plan.ts";
import type { Inventory } from "../scenario/inventory.ts";
import type { PlatformProfile } from "../scenario/platform-profile.ts";
import { type RunbookTexts, renderRunbook } from "../views/runbook/index.ts";
import { missingProof } from "../views/runbook/page.ts";
import { shownPath } from "./shown-path.ts";
import { writeSymptoms } from "./write-symptoms.ts";

/** What the real platform has in place of a rig's addresses and words. */
export type RealPlatform = {
  readonly inventory: Inventory;
  readonly platform: PlatformProfile | undefined;
};

/** Where a page goes, and what else it tells of. */
type PageFiles = RealPlatform & {
  readonly journal: Journal;
  /** Of the other drills of the same command. */
  readonly others: readonly Journal[];
  /** Those of them that drilled the same commands, so that what they saw belongs to this page. */
  readonly alike: readonly Journal[];
  readonly inReport: string;
};

/**
 * A whole drill writes the runbook, and what it saw into the index beside it; one of some procedures only leaves its
 * page in the report; one in which something was left out writes none.
 */
export const writeRunbook = async (
  plan: DrillPlan,
  { journal, others, alike, inReport, inventory, platform }: PageFiles,
): Promise<void> => {
  const { scenario, procedures, page, pageVersions: versions } = plan;
  if (withoutWords(plan).length > 0) return;
  // A page names its journal as its proof.
  journal.assertWhole();
  const texts = renderRunbook(scenario, journal.events, {
    inventory,
    name: page,
    platform,
    others: others.map(({ events }) => events),
    projectVariants: plan.variants,
  });
  writeTexts(texts, inReport, join(dirname(inReport), page));
  if (procedures.length < Object.keys(scenario.procedures).length) {
    journal.append({ type: "runbook-written", file: shownPath(inReport) });
    return;
  }
  const folder = plan.folders.runbooks;
  mkdirSync(folder, { recursive: true });
  writeTexts(texts, join(folder, `${page}.md`), join(folder, page));
  journal.append({ type: "runbook-written", file: shownPath(join(folder, `${page}.md`)) });
  for (const { events } of [journal, ...alike]) {
    if (missingProof(scenario, recordOf(events)) === undefined)
      writeSymptoms(scenario, events, { folder, versions, inventory, platform });
  }
};

const endings: readonly Exclude<keyof RunbookTexts, "page">[] = ["short", "proof", "more"];

/** The page, and the files beside it, whose names it has in its links: `besides` and an ending. */
const writeTexts = (texts: RunbookTexts, pageFile: string, besides: string): void => {
  writeFileSync(pageFile, texts.page);
  for (const ending of endings) {
    const file = `${besides}.${ending}.md`;
    const text = texts[ending];
    if (text === undefined) rmSync(file, { force: true });
    else writeFileSync(file, text);
  }
};
