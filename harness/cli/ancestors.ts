import { textIn } from "../machines/files.ts";

const mostLevels = 4;

/** The parent of a process; undefined when it has ended. Source: proc_pid_stat(5), field 4. */
const parentOf = (pid: number): number | undefined => {
  const stat = textIn(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
};

const isNpm = (pid: number): boolean => textIn(`/proc/${pid}/comm`)?.startsWith("npm") === true;

/** This process and those that started it, up to npm: a shell or a launcher may stand between. */
const chain = (): number[] => {
  const pids = [process.pid, process.ppid];
  for (let pid = process.ppid; pids.length <= mostLevels && !isNpm(pid); ) {
    const parent = parentOf(pid);
    if (!parent) break;
    pid = parent;
    pids.push(pid);
  }
  return isNpm(pids.at(-1) ?? 0) ? pids : pids.slice(0, 2);
};

/** Answers whether what started this process has ended since: its parent, or the npm above it. */
export const watchAncestors = (): (() => boolean) => {
  const pids = chain();
  return () =>
    process.ppid !== pids[1] || pids.slice(1, -1).some((pid, index) => parentOf(pid) !== pids[index + 2]);
};
