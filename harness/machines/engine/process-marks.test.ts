import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { identify, thisProcess } from "./process-identity.ts";
import { addMark, markedBy, removeDeadMarks } from "./process-marks.ts";

let dir = "";
let folder = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "drillbook-marks-"));
  folder = join(dir, "deep", "marks");
});
afterEach(() => rmSync(dir, { recursive: true }));

const parent = () => identify(process.ppid) ?? thisProcess();

test("each process is named once, however many marks it has", () => {
  expect(markedBy(folder)).toEqual([]);
  addMark(folder);
  addMark(folder);
  addMark(folder, parent());
  expect(markedBy(folder)).toHaveLength(2);
  expect(markedBy(folder)).toEqual(expect.arrayContaining([thisProcess(), parent()]));
});

test("the marks of dead processes do not count, and go; those of another host stay", () => {
  const dead = addMark(folder, { ...parent(), startTicks: "1" });
  const elsewhere = addMark(folder, { ...parent(), host: "another" });
  expect(markedBy(folder)).toEqual([{ ...parent(), host: "another" }]);
  removeDeadMarks(folder);
  expect([existsSync(dead), existsSync(elsewhere)]).toEqual([false, true]);
});

test("the folder goes with the last mark, and comes again with the next", () => {
  rmSync(addMark(folder));
  removeDeadMarks(folder);
  expect(existsSync(folder)).toBe(false);
  removeDeadMarks(folder);
  addMark(folder);
  expect(markedBy(folder)).toEqual([thisProcess()]);
});

test("a file that is being written is no mark", () => {
  addMark(folder);
  writeFileSync(join(folder, "1-00000000.new"), "1");
  writeFileSync(join(folder, "2-00000000"), "");
  expect(markedBy(folder)).toEqual([thisProcess()]);
});
