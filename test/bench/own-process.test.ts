import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { expect, it } from "vitest";
import { ownChildren, ownSize, parentIn } from "./own-process.ts";

it("counts each descriptor that is open", () => {
  const before = ownSize();
  const opened = [1, 2, 3].map(() => openSync("/dev/null", "r"));
  const during = ownSize();
  for (const descriptor of opened) closeSync(descriptor);
  expect(during.descriptors - before.descriptors).toBe(3);
  expect(during.memoryMb).toBeGreaterThan(10);
});

it("finds the parent behind any name", () => {
  expect(parentIn("42 (perl) S 7 42 42 0")).toBe(7);
  expect(parentIn("42 (a ) R 1 b) S 7 42 42 0")).toBe(7);
});

it("knows a child until it has ended", async () => {
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  expect(ownChildren()).toContain(child.pid);
  const ended = once(child, "exit");
  child.kill();
  await ended;
  expect(ownChildren()).not.toContain(child.pid);
});
