import { join } from "node:path";
import { isVerifiedRecovery, recordOf } from "../journal/drill-record.ts";
import type { DrillDone } from "./drill-done.ts";
import { type RealPlatform, writeRunbook } from "./write-runbook.ts";

/**
 * Writes one page of a scenario from the first of its drills that verified, with what the others showed, and one more
 * for each variant with a page of its own.
 */
export const writePages = async (
  all: readonly DrillDone[],
  { folder, ...real }: { readonly folder: string } & RealPlatform,
): Promise<void> => {
  const pages = new Set<string>();
  for (const { plan, journal, verdict } of all) {
    if (verdict !== "verified" || pages.has(plan.page)) continue;
    if (!recordOf(journal.events).procedures.some(isVerifiedRecovery)) continue;
    pages.add(plan.page);
    const others = all.filter((one) => one.journal !== journal);
    await writeRunbook(plan, {
      journal,
      others: others.map((one) => one.journal),
      alike: others.filter((one) => one.plan.page === plan.page).map((one) => one.journal),
      ...real,
      inReport: join(folder, pages.size === 1 ? "runbook.md" : `${plan.page}.md`),
    });
  }
};
