import { readdirSync, readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** The resident memory of this process without its garbage, in MB, and the number of its open descriptors. */
export type Size = { readonly memoryMb: number; readonly descriptors: number };

export const ownSize = (): Size => {
  collectGarbage();
  return {
    memoryMb: process.memoryUsage.rss() / 1024 ** 2,
    descriptors: readdirSync("/proc/self/fd").length,
  };
};

/** The parent in a line of /proc/PID/stat; the command's name in it may hold anything. Source: proc_pid_stat(5). */
export const parentIn = (stat: string): number => Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);

/** The processes that this one has started and that have not ended. */
export const ownChildren = (): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return parentIn(readFileSync(`/proc/${pid}/stat`, "utf8")) === process.pid;
      } catch {
        // It has ended.
        return false;
      }
    });
