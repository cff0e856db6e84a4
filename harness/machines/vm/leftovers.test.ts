import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { thisProcess } from "../engine/process-identity.ts";
import { removePassingStates } from "./leftovers.ts";
import { passingStatesDir } from "./paths.ts";

let cache = "";
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "drillbook-vm-"));
  vi.stubEnv("DRILLBOOK_CACHE", cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true, force: true });
});

test("states that should have ended with a process go when it has", () => {
  const { pid, startTicks } = thisProcess();
  const [theirs, mine] = [`${pid}-1-key`, `${pid}-${startTicks}-key`].map((name) =>
    join(passingStatesDir(), name),
  );
  for (const folder of [theirs, mine]) mkdirSync(folder ?? "", { recursive: true });
  removePassingStates();
  expect([existsSync(theirs ?? ""), existsSync(mine ?? "")]).toEqual([false, true]);
});
