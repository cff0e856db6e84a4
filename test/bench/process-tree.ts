import { readdirSync, readFileSync } from "node:fs";

/** The resident memory of processes, in MB, and the number of their open descriptors. */
export type Size = { readonly memoryMb: number; readonly descriptors: number };

/** The parent in a line of /proc/PID/stat; the command's name in it may hold anything. Source: proc_pid_stat(5). */
export const parentIn = (stat: string): number => Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It has ended.
    return "";
  }
};

const childrenOfAll = (): ReadonlyMap<number, number[]> => {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((one) => /^\d+$/.test(one))) {
    const stat = read(`/proc/${name}/stat`);
    if (stat === "") continue;
    const parent = parentIn(stat);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
};

/** The processes that this one has started and that have not ended. */
export const childrenOf = (pid: number): number[] => childrenOfAll().get(pid) ?? [];

/** Those, theirs, and so on. */
export const descendantsOf = (pid: number): number[] => {
  const children = childrenOfAll();
  const below = (one: number): number[] =>
    (children.get(one) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(pid);
};

/** At most 15 characters of it. Source: proc_pid_comm(5). */
export const nameOf = (pid: number): string => read(`/proc/${pid}/comm`).trim();

/** Of all of them together; those that have ended have none. */
export const sizeOf = (pids: readonly number[]): Size => {
  const memoryKb = pids.map((pid) => Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0));
  const descriptors = pids.map((pid) => {
    try {
      return readdirSync(`/proc/${pid}/fd`).length;
    } catch {
      return 0;
    }
  });
  const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0);
  return { memoryMb: sum(memoryKb) / 1024, descriptors: sum(descriptors) };
};
