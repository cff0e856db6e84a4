import { readdirSync, readFileSync } from "node:fs";

const commandLine = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replace(/\0$/, "").replaceAll("\0", " ");
  } catch {
    // It has ended meanwhile.
    return "";
  }
};

/** The command lines of this host's processes; a bare host has no ps. Source: proc_pid_cmdline(5) */
export const runningCommands = (): string[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(commandLine);

/** Whether a process with exactly this command line runs. */
export const isRunning = (line: string): boolean => runningCommands().includes(line);
