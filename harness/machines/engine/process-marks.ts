import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { namesIn, textIn } from "../files.ts";
import {
  formatIdentity,
  livenessOf,
  type ProcessIdentity,
  parseIdentity,
  thisProcess,
} from "./process-identity.ts";

const unfinished = ".new";

/** Makes a file in a folder that tells which process uses something, and answers its path; several of one process are several files. */
export const addMark = (folder: string, process: ProcessIdentity = thisProcess()): string => {
  const file = join(folder, `${process.pid}-${randomBytes(4).toString("hex")}`);
  for (;;) {
    mkdirSync(folder, { recursive: true });
    try {
      writeFileSync(`${file}${unfinished}`, formatIdentity(process));
      break;
    } catch (error) {
      // Another process removed the folder when it was empty.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  renameSync(`${file}${unfinished}`, file);
  return file;
};

const readMarks = (folder: string): { readonly file: string; readonly process: ProcessIdentity }[] => {
  const names = namesIn(folder).filter((name) => !name.endsWith(unfinished));
  return names.flatMap((name) => {
    const file = join(folder, name);
    // One may go while the others are read.
    const process = parseIdentity(textIn(file) ?? "");
    return process === undefined ? [] : [{ file, process }];
  });
};

/** The processes with a mark in this folder that live, each once; of another host's it cannot be told, and they count. */
export const markedBy = (folder: string): ProcessIdentity[] => {
  const living = readMarks(folder).filter(({ process }) => livenessOf(process) !== "dead");
  return [...new Map(living.map(({ process }) => [formatIdentity(process), process])).values()];
};

/** Removes the marks of processes that have ended, and the folder with the last one. */
export const removeDeadMarks = (folder: string): void => {
  for (const { file, process } of readMarks(folder)) {
    if (livenessOf(process) === "dead") rmSync(file, { force: true });
  }
  try {
    rmdirSync(folder);
  } catch {
    // Absent, or marks are left in it.
  }
};
