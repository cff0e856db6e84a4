import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { expect, it } from "vitest";
import { childrenOf, descendantsOf, nameOf, parentIn, sizeOf } from "./process-tree.ts";

it("counts each descriptor that is open", () => {
  const before = sizeOf([process.pid]);
  const opened = [1, 2, 3].map(() => openSync("/dev/null", "r"));
  const during = sizeOf([process.pid]);
  for (const descriptor of opened) closeSync(descriptor);
  expect(during.descriptors - before.descriptors).toBe(3);
  expect(during.memoryMb).toBeGreaterThan(10);
});

it("finds the parent behind any name", () => {
  expect(parentIn("42 (perl) S 7 42 42 0")).toBe(7);
  expect(parentIn("42 (a ) R 1 b) S 7 42 42 0")).toBe(7);
});

it("knows a child, and what that has started, until they have ended", async () => {
  const child = spawn("sh", ["-c", "sleep 60 & echo up; wait"], { stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  expect(childrenOf(process.pid)).toContain(child.pid);
  const [grandchild = 0] = childrenOf(child.pid ?? 0);
  // Until it has become its program, it has the name of the one that started it.
  await expect.poll(() => nameOf(grandchild)).toBe("sleep");
  expect(descendantsOf(process.pid)).toEqual(expect.arrayContaining([child.pid, grandchild]));
  const ended = once(child, "exit");
  process.kill(grandchild, "SIGKILL");
  child.kill("SIGKILL");
  await ended;
  expect(childrenOf(process.pid)).not.toContain(child.pid);
  expect(sizeOf([child.pid ?? 0])).toEqual({ memoryMb: 0, descriptors: 0 });
});
