import { readFileSync, statfsSync } from "node:fs";
import { HostNotReadyError } from "../../errors.ts";
import { drillCommand } from "../../invocation.ts";
import { memoryMb } from "./qemu/arguments.ts";

/** QEMU's own, beside the guest's memory. */
const qemuMb = 300;
const diskMb = 2048;

/** Memory for a new process without swapping, in MB. Source: proc_meminfo(5). */
export const availableMb = (meminfo = readFileSync("/proc/meminfo", "utf8")): number =>
  Math.floor(Number(/^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1] ?? Number.NaN) / 1024);

/** @throws HostNotReadyError when the host has too little memory or disk for this many machines */
export const assertRoom = (machines: number, folder: string, haveMb = availableMb()): void => {
  const needMb = machines * (memoryMb + qemuMb);
  if (haveMb < needMb) {
    throw new HostNotReadyError("too little memory for the virtual machines of this rig", {
      expected: `${needMb} MB free for ${machines} of them`,
      got: `${haveMb} MB`,
      next: "stop other programs, or run the scenario with --on container",
    });
  }
  const { bavail, bsize } = statfsSync(folder);
  const freeMb = Math.floor((bavail * bsize) / 1024 ** 2);
  if (freeMb >= diskMb) return;
  throw new HostNotReadyError("too little room for the disks of virtual machines", {
    expected: `${diskMb} MB free in ${folder}`,
    got: `${freeMb} MB`,
    next: `${drillCommand(["clean"], ["--cache"])}, or another place: DRILLBOOK_CACHE=DIR`,
  });
};
