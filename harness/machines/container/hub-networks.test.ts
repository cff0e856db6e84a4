import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { namespaceOf } from "./hub-networks.ts";

const id = "131b887501df4a";
let processes = "";
beforeEach(() => {
  processes = mkdtempSync(join(tmpdir(), "processes-"));
});
afterEach(() => {
  rmSync(processes, { recursive: true });
});

/** A process as /proc shows it; its namespace is any file. */
const show = (pid: number, cgroup: string, namespace = "net:[4026532469]") => {
  const folder = join(processes, String(pid));
  mkdirSync(join(folder, "ns"), { recursive: true });
  writeFileSync(join(folder, "ns", namespace), "");
  symlinkSync(namespace, join(folder, "ns", "net"));
  writeFileSync(join(folder, "cgroup"), cgroup);
  return join(folder, "ns", "net");
};

test("the namespace of a container's first process is taken, in the control groups of any engine", () => {
  for (const [pid, cgroup] of [
    [79, `8:pids:/drillbook-x/${id}\n`],
    [80, `0::/machine.slice/libpod-${id}.scope/container\n`],
  ] as const) {
    expect(namespaceOf(processes, pid, id)).toMatch(/no such file/);
    const path = show(pid, cgroup);
    expect(namespaceOf(processes, pid, id)).toEqual({ path, inode: expect.any(Number) });
  }
});

test("that of another process is not: its number was used again, or is that of another host", () => {
  show(79, "8:pids:/user.slice/other\n");
  expect(namespaceOf(processes, 79, id)).toBe("process 79 is another one than the container's");
  expect(namespaceOf(undefined, 79, id)).toBe("the engine's processes are not this host's");
});

test("a container that has ended has none", () => {
  expect(namespaceOf(processes, 0, id)).toBe("the container has ended");
});

test("this host's own network is never taken", () => {
  expect(namespaceOf("/proc", process.pid, "")).toBe(`process ${process.pid} is in this host's network`);
});
