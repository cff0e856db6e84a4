import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheRoot } from "../engine/cache-paths.ts";
import { usedLongestAgo } from "./used-longest-ago.ts";

/** Records of images that have gone without us, from an engine of the user's, are forgotten with the oldest. */
const keptRecords = 200;

/** Where it is recorded when each image of an engine was last used, because engines do not know. */
export const usesDir = (): string => join(cacheRoot(), "uses");

const recordOf = (image: string): string => join(usesDir(), image.replaceAll("/", "_"));

const timeOf = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.mtimeMs;

/** The image counts as used now. */
export const recordUse = (image: string, now = new Date()): void => {
  mkdirSync(usesDir(), { recursive: true });
  const record = recordOf(image);
  writeFileSync(record, "");
  utimesSync(record, now, now);
  const records = readdirSync(usesDir());
  if (records.length <= keptRecords) return;
  const all = records.map((name) => ({
    name: join(usesDir(), name),
    usedMs: timeOf(join(usesDir(), name)) ?? 0,
  }));
  for (const old of usedLongestAgo(all, keptRecords)) rmSync(old, { force: true });
};

/** When the image was last used, in milliseconds since 1970; undefined when this cache never used it. */
export const lastUseMs = (image: string): number | undefined => timeOf(recordOf(image));

export const forgetUses = (image: string): void => rmSync(recordOf(image), { force: true });
