import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import {
  formatIdentity,
  identify,
  livenessOf,
  parseIdentity,
  parseStat,
  thisProcess,
} from "./process-identity.ts";

test("this process is alive", () => {
  expect(livenessOf(thisProcess())).toBe("alive");
});

test("a command's name with spaces and brackets does not shift the fields", () => {
  const fields = ["S", ...Array.from({ length: 18 }, (_, n) => String(n)), "4711", "0"];
  expect(parseStat(`12 (a) b (c)) ${fields.join(" ")}`)).toEqual({ state: "S", startTicks: "4711" });
});

test("a process that ended is dead", async () => {
  const child = spawn("sleep", ["60"]);
  await once(child, "spawn");
  const identity = identify(child.pid ?? 0);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(identity && livenessOf(identity)).toBe("dead");
});

test("an id that is in use again is another process", () => {
  expect(livenessOf({ ...thisProcess(), startTicks: "1" })).toBe("dead");
});

test("a process of another host cannot be judged", () => {
  expect(livenessOf({ ...thisProcess(), host: "another" })).toBe("elsewhere");
});

test("a label gives the identity back", () => {
  expect(parseIdentity(formatIdentity(thisProcess()))).toEqual(thisProcess());
  expect(parseIdentity("nonsense")).toBeUndefined();
});
