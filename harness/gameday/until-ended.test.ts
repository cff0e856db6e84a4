import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { identify } from "../machines/engine/process-identity.ts";
import { addMark } from "../machines/engine/process-marks.ts";
import { untilEnded } from "./until-ended.ts";

let folder = "";
let child: ChildProcess;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "drillbook-ended-"));
  child = spawn("sleep", ["600"], { stdio: "ignore" });
  const process = identify(child.pid ?? 0);
  if (process === undefined) throw new Error("sleep does not run");
  addMark(folder, process);
});
afterEach(() => {
  child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

test("waits for the end of a process with a mark", async () => {
  let ended = false;
  const waiting = untilEnded(folder).then(() => {
    ended = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(ended).toBe(false);
  child.kill("SIGTERM");
  await waiting;
  expect(child.signalCode ?? identify(child.pid ?? 0)).toBeOneOf(["SIGTERM", undefined]);
});

test("a process that does not end in time is killed", async () => {
  await untilEnded(folder, 0);
  expect(identify(child.pid ?? 0)).toBeUndefined();
});

test("without a mark there is nothing to wait for", async () => {
  await untilEnded(join(folder, "absent"));
});
