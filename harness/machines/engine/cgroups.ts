import { existsSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { textIn } from "../files.ts";

const root = "/sys/fs/cgroup";

/** Every place where a cgroup with this name can be: one on version 2, one for each controller on version 1. */
const placesOf = (name: string): string[] => {
  try {
    const controllers = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [name, ...controllers.map((entry) => join(entry.name, name))]
      .map((path) => join(root, path))
      .filter((path) => existsSync(path));
  } catch {
    return [];
  }
};

const removeTree = (path: string): void => {
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory()) removeTree(join(path, entry.name));
    }
    rmdirSync(path);
  } catch {
    // Not empty yet, or gone: the caller looks again.
  }
};

/** Removes the cgroups of containers that have ended; returns those that still have processes. */
export const removeCgroups = (name: string): string[] => {
  for (const path of placesOf(name)) removeTree(path);
  return placesOf(name);
};

/** The processes below these control groups, a line each. */
export const membersOf = (paths: readonly string[]): string => {
  const pids = new Set(paths.flatMap(pidsBelow));
  if (pids.size === 0) return "no process is in them any more";
  return [...pids].map((pid) => `process ${pid}: ${nameOf(pid)}`).join("\n");
};

const pidsBelow = (path: string): string[] => {
  try {
    const below = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const own = readFileSync(join(path, "cgroup.procs"), "utf8").split("\n").filter(Boolean);
    return [...own, ...below.flatMap((entry) => pidsBelow(join(path, entry.name)))];
  } catch {
    return [];
  }
};

const nameOf = (pid: string): string => {
  const words = textIn(`/proc/${pid}/cmdline`);
  return words === undefined ? "(ended)" : words.replaceAll("\0", " ").trim() || "(a zombie)";
};
