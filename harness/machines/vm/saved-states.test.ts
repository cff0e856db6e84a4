import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isWhole, pruneStates } from "./saved-states.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "drillbook-states-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const facts = (file: string) => {
  const { size, mtimeNs } = statSync(file, { bigint: true });
  return { bytes: Number(size), changedNs: String(mtimeNs) };
};

const state = (name: string, bytes = 100_000): string => {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "rift.memory"), Buffer.alloc(bytes, "x"));
  writeFileSync(join(root, "base"), "base");
  const files = { "rift.memory": facts(join(folder, "rift.memory")) };
  const needs = { [join(root, "base")]: facts(join(root, "base")) };
  writeFileSync(join(folder, "state.json"), JSON.stringify({ schema: 1, files, needs }));
  return folder;
};

test("a state is whole when nothing in it, or below it, has changed", () => {
  expect(isWhole(state("whole"))).toBe(true);
  expect(isWhole(join(root, "none"))).toBe(false);
});

test.each([
  ["cut off", (folder: string) => truncateSync(join(folder, "rift.memory"), 10)],
  ["written to", (folder: string) => writeFileSync(join(folder, "rift.memory"), Buffer.alloc(100_000, "y"))],
  ["without its memory", (folder: string) => rmSync(join(folder, "rift.memory"))],
  ["with a broken record", (folder: string) => writeFileSync(join(folder, "state.json"), "{")],
  ["without the disk below it", () => rmSync(join(root, "base"))],
  ["on another disk of the same name", () => writeFileSync(join(root, "base"), "made again")],
])("a state %s is not whole", (_, harm) => {
  const folder = state("harmed");
  harm(folder);
  expect(isWhole(folder)).toBe(false);
});

test("the states that were used longest ago go first, and none that is in use", async () => {
  const folders = ["a", "b", "c", "d"].map((name) => state(name));
  for (const [index, folder] of folders.entries()) utimesSync(folder, 1000 - index, 1000 - index);
  rmSync(join(root, "base"));
  const [a = "", b = "", c = "", d = ""] = folders;
  expect(await pruneStates(root, 250_000, new Set([d]))).toBe(1);
  expect([a, b, c, d].map((folder) => existsSync(folder))).toEqual([true, true, false, true]);
});

test("what a process was making when it ended goes; what a living one makes stays", async () => {
  mkdirSync(join(root, `x.making-${process.pid}-1`));
  expect(await pruneStates(root, 0, new Set())).toBe(0);
  expect(existsSync(join(root, `x.making-${process.pid}-1`))).toBe(false);
});
