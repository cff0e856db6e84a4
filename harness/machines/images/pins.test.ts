import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { thisProcess } from "../engine/process-identity.ts";
import { addMark } from "../engine/process-marks.ts";
import { Pins, pin, pinHolders, removeUnpinned } from "./pins.ts";

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "drillbook-pins-"));
  vi.stubEnv("DRILLBOOK_CACHE", cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

const image = "drillbook/rig:abc";

test("what is pinned is not removed, until the last pin is let go", async () => {
  const remove = vi.fn();
  const [one, other] = [await pin(image), await pin(image)];
  expect(await removeUnpinned(image, remove)).toBe(false);
  one();
  expect(await removeUnpinned(image, remove)).toBe(false);
  expect(await removeUnpinned("drillbook/rig:other", remove)).toBe(true);
  expect(remove).toHaveBeenCalledTimes(1);
  other();
  expect(await removeUnpinned(image, remove)).toBe(true);
  expect(remove).toHaveBeenCalledTimes(2);
});

test("the pins of a process that has ended do not count", async () => {
  addMark(join(cache, "pins", "drillbook_rig:abc"), { ...thisProcess(), startTicks: "1" });
  expect(pinHolders()).toEqual([]);
  expect(await removeUnpinned(image, () => {})).toBe(true);
});

test("a removal that is under way is waited for: what is pinned then is gone before it is looked for", async () => {
  const removing = Promise.withResolvers<void>();
  const removal = removeUnpinned(image, () => removing.promise);
  let pinned = false;
  const pinning = pin(image).then(() => {
    pinned = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(pinned).toBe(false);
  removing.resolve();
  expect(await removal).toBe(true);
  await pinning;
  expect(await removeUnpinned(image, () => {})).toBe(false);
});

test("what a host uses is let go together", async () => {
  const pins = new Pins();
  await pins.add(image);
  await pins.add("/a/disk.qcow2");
  expect(new Set(pinHolders().map(({ pid }) => pid))).toEqual(new Set([process.pid]));
  pins.release();
  expect(pinHolders()).toEqual([]);
});
