import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lockHolder, takeLock } from "../engine/lock-file.ts";
import { identify, thisProcess } from "../engine/process-identity.ts";
import { locksDir, makeOnce } from "./make-once.ts";

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "drillbook-once-"));
  vi.stubEnv("DRILLBOOK_CACHE", cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

const name = "drillbook/machine:abc";
const lockFile = () => join(locksDir(), "drillbook_machine:abc");

/** A store of one thing, which counts how often it is made. */
const store = () => {
  const told: string[] = [];
  let stored: string | undefined;
  let made = 0;
  const ending = Promise.withResolvers<string>();
  const ask = (make: () => Promise<string> = () => ending.promise) =>
    makeOnce({
      name,
      find: () => stored,
      make: async () => {
        made += 1;
        stored = await make();
        return stored;
      },
      onProgress: (line) => told.push(line),
    });
  return { ask, told, end: ending.resolve, count: () => made };
};

test("of two that need it at once one makes it, and the other waits and has it", async () => {
  const { ask, told, end, count } = store();
  const both = [ask(), ask()];
  await vi.waitFor(() => expect(told).toEqual([`waiting for ${name}, which process ${process.pid} makes …`]));
  end("an image");
  expect(await Promise.all(both)).toEqual(["an image", "an image"]);
  expect(count()).toBe(1);
  expect(lockHolder(lockFile())).toBeUndefined();
});

test("what is there is found without a lock", async () => {
  const { ask, end } = store();
  end("an image");
  await ask();
  takeLock(lockFile(), identify(process.ppid) ?? thisProcess());
  expect(await ask()).toBe("an image");
});

test("where the first fails, the next one makes it", async () => {
  const { ask, count } = store();
  const first = ask(() => Promise.reject(new Error("no space")));
  const second = ask(async () => "an image");
  await expect(first).rejects.toThrow("no space");
  expect(await second).toBe("an image");
  expect(count()).toBe(2);
});

test("a process that was killed while it made it does not hold up the next one", async () => {
  takeLock(lockFile(), { ...thisProcess(), startTicks: "1" });
  const { ask, told, end } = store();
  end("an image");
  expect(await ask()).toBe("an image");
  expect(told).toEqual([]);
});
