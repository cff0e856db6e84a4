import { existsSync, readFileSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { livenessOf, type ProcessIdentity } from "../engine/process-identity.ts";
import { textIn } from "../files.ts";
import type { HostRoom } from "./why-wait.ts";

/** Memory for a new process without swapping, in MB. Source: proc_meminfo(5). */
export const availableMb = (meminfo = readFileSync("/proc/meminfo", "utf8")): number =>
  Math.floor(Number(/^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1] ?? Number.NaN) / 1024);

/** Source: proc_pid_status(5) */
const residentKb = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(textIn(`/proc/${pid}/status`) ?? "")?.[1] ?? 0);

/**
 * What a process and those that it started hold in memory now, in MB; 0 when it has ended. A user-mode kernel is the child
 * of the process that a claim names; its own children are the guest's processes, whose memory is the kernel's.
 */
export const residentMb = (process: ProcessIdentity): number => {
  if (livenessOf(process) !== "alive") return 0;
  const { pid } = process;
  const children = textIn(`/proc/${pid}/task/${pid}/children`)?.split(" ").filter(Boolean).map(Number) ?? [];
  return Math.floor([pid, ...children].reduce((sum, one) => sum + residentKb(one), 0) / 1024);
};

/** The folder itself may not have been made yet. */
const existing = (folder: string): string => (existsSync(folder) ? folder : existing(dirname(folder)));

/** This host, at this moment. */
export const thisHost = (): HostRoom => ({
  availableMb: availableMb(),
  // Containers have what they need once they are up; a virtual machine takes its memory bit by bit.
  usedMb: ({ state, containersMb, processes }) =>
    processes.reduce((sum, process) => sum + residentMb(process), state === "running" ? containersMb : 0),
  diskOf: (folder) => {
    const place = existing(folder);
    const { bavail, bsize } = statfsSync(place);
    return { freeMb: Math.floor((bavail * bsize) / 1024 ** 2), device: statSync(place).dev };
  },
});
