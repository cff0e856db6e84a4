import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { mergedEntry } from "../diagnosis/merge-entry.ts";
import { entryFile, readEntry } from "../diagnosis/read-index.ts";
import type { JournalEvent } from "../journal/events.ts";
import type { Inventory } from "../scenario/inventory.ts";
import type { PlatformProfile } from "../scenario/platform-profile.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { pageName } from "../variants/variant.ts";
import type { Versions } from "../variants/versions.ts";
import { symptomEntry } from "../views/runbook/symptom-entry.ts";
import { updateIndexFiles } from "./update-index-files.ts";

/**
 * Adds what a verified drill saw to the index that lies beside the runbooks, under the name of its page. `versions` are
 * those that this page alone is for.
 */
export const writeSymptoms = (
  scenario: Scenario,
  events: readonly JournalEvent[],
  {
    folder,
    versions,
    inventory,
    platform,
  }: {
    readonly folder: string;
    readonly versions: Versions;
    readonly inventory: Inventory;
    readonly platform?: PlatformProfile | undefined;
  },
): void => {
  const file = entryFile(folder, pageName(scenario.id, versions));
  const drilled = {
    ...symptomEntry(scenario, events, { inventory, platform }),
    ...(Object.keys(versions).length === 0 ? {} : { versions }),
  };
  const entry = mergedEntry(readEntry(file), drilled);
  mkdirSync(dirname(file), { recursive: true });
  // Readers see the old file or the new one, never a part.
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(entry, undefined, 2)}\n`);
  renameSync(unfinished, file);
  updateIndexFiles(folder);
};
