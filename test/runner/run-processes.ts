import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** In the environment of every process of a test run and of their descendants. */
export const runMarkName = "DRILLBOOK_TEST_RUN";

const environmentOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return "";
  }
};

const processesOf = (mark: string): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => environmentOf(pid).split("\0").includes(`${runMarkName}=${mark}`))
    .map(Number);

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
};

const patienceMs = 20_000;
const pollMs = 100;

/** Ends every process with the mark: interrupts it, so that drills clean up, then kills it. */
export const endProcessesOf = async (mark: string): Promise<void> => {
  const told = new Set<number>();
  for (const untilMs = performance.now() + patienceMs; performance.now() < untilMs; await pause(pollMs)) {
    const left = processesOf(mark);
    if (left.length === 0) return;
    for (const pid of left.filter((one) => !told.has(one))) {
      told.add(pid);
      send(pid, "SIGINT");
    }
  }
  for (const pid of processesOf(mark)) send(pid, "SIGKILL");
};
