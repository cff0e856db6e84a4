import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { IndexEntry } from "../diagnosis/index-entry.ts";

/** Where `diagnose` lies as one file, in a project that has one. */
export const standaloneFile = (runbooks: string): string => join(runbooks, "diagnose.mjs");

/** ASCII alone: Node reads that faster. */
const ascii = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** An entry a line, so that a change of one drill is one line. */
const indexLines = (index: readonly IndexEntry[]): string =>
  ["const drillbookIndex = [", ...index.map((entry) => `${ascii(JSON.stringify(entry))},`), "];"].join("\n");

/** The file, of its program and the index. */
export const withIndex = (program: string, index: readonly IndexEntry[]): string =>
  [
    "#!/usr/bin/env node",
    "// Made of harness/cli/standalone.ts and runbooks/symptoms by `npm run build:diagnose`: not for editing.",
    indexLines(index),
    program,
  ].join("\n");

/** Brings the index of the file up to date, where there is one. */
export const updateStandalone = (runbooks: string, index: readonly IndexEntry[]): void => {
  const file = standaloneFile(runbooks);
  if (!existsSync(file)) return;
  const before = readFileSync(file, "utf8");
  const after = before.replace(/^const drillbookIndex = \[\n(?:.*,\n)*?\];$/m, () => indexLines(index));
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, after);
  renameSync(unfinished, file);
};
