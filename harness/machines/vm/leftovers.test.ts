import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { identify, livenessOf, type ProcessIdentity, thisProcess } from "../engine/process-identity.ts";
import { keptVms, removeLeftVms, removeVmCache } from "./leftovers.ts";
import { passingStatesDir, runsDir, vmRoot } from "./paths.ts";
import { Run } from "./run-record.ts";

const dead: ProcessIdentity = { ...thisProcess(), startTicks: "1" };

let cache = "";
const lines: string[] = [];
const onProgress = (line: string) => lines.push(line);
const made: Run[] = [];

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "drillbook-vm-"));
  vi.stubEnv("DRILLBOOK_CACHE", cache);
  lines.length = 0;
});
afterEach(() => {
  for (const run of made.splice(0)) run.remove();
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true, force: true });
});

/** A run with a process that stands for QEMU. */
const leave = async (id: string, { kept, owner }: { kept: boolean; owner: ProcessIdentity }) => {
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  await once(child, "spawn");
  const run = new Run(id, { label: `drill ${id}`, kept });
  made.push(run);
  const qemu = identify(child.pid ?? 0);
  run.add("rift", qemu);
  const file = join(run.dir, "run.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), owner }));
  return { run, qemu: qemu as ProcessIdentity, child };
};

test("what a dead harness left is ended and removed, and it is said", async () => {
  const { run, qemu } = await leave("left", { kept: false, owner: dead });
  await removeLeftVms({ kept: false, onProgress });
  expect(livenessOf(qemu)).toBe("dead");
  expect([run.dir, run.socketDir].filter((path) => existsSync(path))).toEqual([]);
  expect(lines).toEqual([`removed the virtual machines of "drill left" (process ${dead.pid} has ended)`]);
});

test("what a living harness runs stays", async () => {
  const { run, qemu, child } = await leave("mine", { kept: false, owner: thisProcess() });
  await removeLeftVms({ kept: true, onProgress });
  expect(livenessOf(qemu)).toBe("alive");
  expect(existsSync(run.dir)).toBe(true);
  removeVmCache(onProgress);
  expect(lines).toEqual([`did not clean ${vmRoot()}: process ${process.pid} uses it`]);
  child.kill();
});

test("what was kept is listed, and goes only on request", async () => {
  const { run, qemu } = await leave("kept", { kept: true, owner: dead });
  await removeLeftVms({ kept: false, onProgress });
  expect(keptVms()).toMatchObject([{ kind: "vm", machine: "rift", label: "drill kept" }]);
  expect(livenessOf(qemu)).toBe("alive");
  await removeLeftVms({ kept: true, onProgress });
  expect([livenessOf(qemu), existsSync(run.dir), keptVms()]).toEqual(["dead", false, []]);
});

test("a kept machine that has ended by itself is removed like any other", async () => {
  const { run, child } = await leave("ended", { kept: true, owner: dead });
  child.kill("SIGKILL");
  await once(child, "exit");
  await removeLeftVms({ kept: false, onProgress });
  expect(existsSync(run.dir)).toBe(false);
});

test("a folder without a record is one that is being made, until it is old", async () => {
  const folder = join(runsDir(), "making");
  mkdirSync(folder, { recursive: true });
  await removeLeftVms({ kept: false, onProgress });
  expect(existsSync(folder)).toBe(true);
  utimesSync(folder, 0, 0);
  await removeLeftVms({ kept: false, onProgress });
  expect(existsSync(folder)).toBe(false);
});

test("states that should have ended with a process go when it has", async () => {
  const { pid, startTicks } = thisProcess();
  const [theirs, mine] = [`${pid}-1-key`, `${pid}-${startTicks}-key`].map((name) =>
    join(passingStatesDir(), name),
  );
  for (const folder of [theirs, mine]) mkdirSync(folder ?? "", { recursive: true });
  await removeLeftVms({ kept: false, onProgress });
  expect([existsSync(theirs ?? ""), existsSync(mine ?? "")]).toEqual([false, true]);
});
