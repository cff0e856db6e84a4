import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { identify, livenessOf, type ProcessIdentity, thisProcess } from "../engine/process-identity.ts";
import { RigFolder, rigsDir } from "../rig-record.ts";
import { keptVms, removeVmCache } from "../vm/leftovers.ts";
import { vmRoot } from "../vm/paths.ts";
import { removeLeftRigs } from "./left-rigs.ts";

const dead: ProcessIdentity = { ...thisProcess(), startTicks: "1" };

let cache = "";
const lines: string[] = [];
const onProgress = (line: string) => lines.push(line);
const made: RigFolder[] = [];

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "drillbook-vm-"));
  vi.stubEnv("DRILLBOOK_CACHE", cache);
  lines.length = 0;
});
afterEach(() => {
  for (const rig of made.splice(0)) rig.remove();
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true, force: true });
});

const owned = (rig: RigFolder, owner: ProcessIdentity) => {
  const file = join(rig.dir, "rig.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), owner }));
};

/** A rig with a process that stands for QEMU. */
const leave = async (name: string, { kept, owner }: { kept: boolean; owner: ProcessIdentity }) => {
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  await once(child, "spawn");
  const rig = new RigFolder({ label: `drill ${name}`, kept });
  made.push(rig);
  mkdirSync(rig.socketDir);
  const qemu = identify(child.pid ?? 0);
  rig.add("rift", "vm", qemu);
  owned(rig, owner);
  return { rig, qemu: qemu as ProcessIdentity, child };
};

test("what a dead harness left is ended and removed, and it is said", async () => {
  const { rig, qemu } = await leave("left", { kept: false, owner: dead });
  await removeLeftRigs({ kept: false, onProgress });
  expect(livenessOf(qemu)).toBe("dead");
  expect([rig.dir, rig.socketDir].filter((path) => existsSync(path))).toEqual([]);
  expect(lines).toEqual([`removed the virtual machines of "drill left" (process ${dead.pid} has ended)`]);
});

test("what a living harness runs stays", async () => {
  const { rig, qemu, child } = await leave("mine", { kept: false, owner: thisProcess() });
  await removeLeftRigs({ kept: true, onProgress });
  expect(livenessOf(qemu)).toBe("alive");
  expect(existsSync(rig.dir)).toBe(true);
  removeVmCache(onProgress);
  expect(lines).toEqual([`did not clean ${vmRoot()}: process ${process.pid} uses it`]);
  child.kill();
});

test("what was kept is listed, and goes only on request", async () => {
  const { rig, qemu } = await leave("kept", { kept: true, owner: dead });
  await removeLeftRigs({ kept: false, onProgress });
  expect(keptVms()).toMatchObject([{ kind: "vm", machine: "rift", label: "drill kept" }]);
  expect(livenessOf(qemu)).toBe("alive");
  await removeLeftRigs({ kept: true, onProgress });
  expect([livenessOf(qemu), existsSync(rig.dir), keptVms()]).toEqual(["dead", false, []]);
});

test("a kept machine that has ended by itself is removed like any other", async () => {
  const { rig, child } = await leave("ended", { kept: true, owner: dead });
  child.kill("SIGKILL");
  await once(child, "exit");
  await removeLeftRigs({ kept: false, onProgress });
  expect(existsSync(rig.dir)).toBe(false);
});

test("a folder without a record is one that is being made, until it is old", async () => {
  const folder = join(rigsDir(), "making");
  mkdirSync(folder, { recursive: true });
  await removeLeftRigs({ kept: false, onProgress });
  expect(existsSync(folder)).toBe(true);
  utimesSync(folder, 0, 0);
  await removeLeftRigs({ kept: false, onProgress });
  expect(existsSync(folder)).toBe(false);
});

test("the record of containers goes without a word, of kept ones only on request", async () => {
  const [left, kept] = [false, true].map((isKept) => new RigFolder({ label: "drill", kept: isKept }));
  if (!left || !kept) return;
  made.push(left, kept);
  for (const rig of [left, kept]) {
    rig.add("rift", "container");
    owned(rig, dead);
  }
  await removeLeftRigs({ kept: false, onProgress });
  expect([existsSync(left.dir), existsSync(kept.dir)]).toEqual([false, true]);
  await removeLeftRigs({ kept: true, onProgress });
  expect([existsSync(kept.dir), lines]).toEqual([false, []]);
});
