import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockHolder, releaseLock, takeLock } from "./lock-file.ts";
import { identify, thisProcess } from "./process-identity.ts";

let dir = "";
let path = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "drillbook-lock-"));
  path = join(dir, "deep", "lock");
});
afterEach(() => rmSync(dir, { recursive: true }));

const other = () => identify(process.ppid) ?? thisProcess();

test("a free lock is taken, and nothing else is left beside it", () => {
  expect(takeLock(path)).toBeUndefined();
  expect(lockHolder(path)).toEqual(thisProcess());
  expect(readdirSync(join(dir, "deep"))).toEqual(["lock"]);
});

test("a living holder keeps its lock and is named", () => {
  takeLock(path, other());
  expect(takeLock(path)).toEqual(other());
  expect(lockHolder(path)).toEqual(other());
});

test("the lock of a process that has ended is taken over, even when its id is in use again", () => {
  takeLock(path, { ...other(), startTicks: "1" });
  expect(takeLock(path)).toBeUndefined();
  expect(lockHolder(path)).toEqual(thisProcess());
});

test("a lock from before the last boot is taken over", () => {
  takeLock(path, { ...other(), bootId: "another" });
  expect(takeLock(path)).toBeUndefined();
});

test("a lock of another host is left alone", () => {
  takeLock(path, { ...other(), host: "another" });
  expect(takeLock(path)?.host).toBe("another");
});

test("a file that is no lock is replaced", () => {
  takeLock(path);
  writeFileSync(path, "{");
  expect(takeLock(path)).toBeUndefined();
});

test("only the holder releases", () => {
  takeLock(path, other());
  releaseLock(path);
  releaseLock(path, { ...other(), startTicks: "1" });
  expect(lockHolder(path)).toEqual(other());
  releaseLock(path, other());
  expect(lockHolder(path)).toBeUndefined();
});
