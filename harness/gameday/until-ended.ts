import { setTimeout as delay } from "node:timers/promises";
import { markedBy } from "../machines/engine/process-marks.ts";

/** In which a process that was told to end removes its machines. */
const usualEndMs = 30_000;

/** Resolves when every process with a mark in the folder has ended; one that has not ended by itself in the time, in milliseconds, is killed. */
export const untilEnded = async (folder: string, endMs = usualEndMs): Promise<void> => {
  const killAtMs = performance.now() + endMs;
  for (;;) {
    const living = markedBy(folder);
    if (living.length === 0) return;
    if (performance.now() >= killAtMs) for (const { pid } of living) killIfThere(pid);
    await delay(20);
  }
};

const killIfThere = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended in this moment.
  }
};
