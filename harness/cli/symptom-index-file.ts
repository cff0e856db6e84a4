import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { IndexEntry } from "../diagnosis/index-entry.ts";
import { symptomTree } from "../diagnosis/tree/symptom-tree.ts";
import { drillCommand } from "../invocation.ts";
import { madeOf, renderSymptomIndex } from "../views/symptom-index.ts";
import { standaloneFile } from "./standalone-file.ts";

/** Where the index by symptom lies, beside the pages. */
export const symptomIndexFile = (runbooks: string): string => join(runbooks, "README.md");

/** The index by symptom of this folder. */
export const symptomIndex = (runbooks: string, index: readonly IndexEntry[]): string => {
  const file = "error.txt";
  const diagnose = existsSync(standaloneFile(runbooks))
    ? `node diagnose.mjs ${file}`
    : drillCommand(["diagnose", file]);
  return renderSymptomIndex(symptomTree(index), { diagnose });
};

/** Brings the index by symptom up to date; a README.md that a person wrote stays as it is. */
export const updateSymptomIndex = (runbooks: string, index: readonly IndexEntry[]): void => {
  const file = symptomIndexFile(runbooks);
  if (existsSync(file) && !readFileSync(file, "utf8").startsWith(madeOf)) return;
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, symptomIndex(runbooks, index));
  renameSync(unfinished, file);
};
