import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockHolder, releaseLock, takeLock, waitForLock } from "./lock-file.ts";
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

const limitMs = 60_000;

test("a lock that is free is given at once, and is free again when it is disposed", async () => {
  {
    using _ = await waitForLock(path, { limitMs });
    expect(lockHolder(path)).toEqual(thisProcess());
  }
  expect(lockHolder(path)).toBeUndefined();
});

test("a second call, also of this process, waits for the first and is told once who has it", async () => {
  const first = await waitForLock(path, { limitMs });
  const told: number[] = [];
  let given = false;
  const second = waitForLock(path, { limitMs, onWait: ({ pid }) => told.push(pid) }).then((lock) => {
    given = true;
    return lock;
  });
  await setTimeout(150);
  expect({ given, told }).toEqual({ given: false, told: [process.pid] });
  first[Symbol.dispose]();
  (await second)[Symbol.dispose]();
  expect({ given, told }).toEqual({ given: true, told: [process.pid] });
});

test("at the limit the holder is named, and keeps the lock", async () => {
  takeLock(path, other());
  await expect(waitForLock(path, { limitMs: 50 })).rejects.toMatchObject({
    code: "host-not-ready",
    facts: { got: `process ${other().pid} holds ${path}`, waited: "0.05 s" },
  });
  expect(lockHolder(path)).toEqual(other());
});

test("an interruption ends the waiting", async () => {
  takeLock(path, other());
  await expect(waitForLock(path, { limitMs, signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: "interrupted",
  });
});
