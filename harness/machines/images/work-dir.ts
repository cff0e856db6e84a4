import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheRoot } from "../engine/cache-paths.ts";
import { identify, thisProcess } from "../engine/process-identity.ts";
import { namesIn } from "../files.ts";

/** Where base root file systems are kept, and where they and build contexts are made. */
export const baseDir = (): string => join(cacheRoot(), "base");

const prefix = "making-";

/** A new working directory of this process, which may have several for one purpose; the caller removes it. */
export const makeWorkDir = (purpose: string, below = baseDir()): string => {
  const { pid, startTicks } = thisProcess();
  mkdirSync(below, { recursive: true });
  return mkdtempSync(join(below, `${prefix}${pid}-${startTicks}-${purpose}-`));
};

/** Removes it, also with files of the ids that a user who is not root has in name spaces of their own. */
export const removeWorkDir = (dir: string): void => {
  try {
    rmSync(dir, { recursive: true, force: true });
  } catch {
    spawnSync("unshare", ["--map-root-user", "--map-auto", "rm", "-rf", dir], { stdio: "ignore" });
  }
};

const isOfDeadProcess = (name: string): boolean => {
  const found = /^making-(\d+)-(\d*)-/.exec(name);
  return found !== null && identify(Number(found[1]))?.startTicks !== found[2];
};

/** Removes the directories of processes that have ended; answers their paths. */
export const removeStaleWorkDirs = (dir = baseDir()): string[] => {
  const stale = namesIn(dir)
    .filter(isOfDeadProcess)
    .map((name) => join(dir, name));
  for (const workDir of stale) removeWorkDir(workDir);
  return stale;
};
