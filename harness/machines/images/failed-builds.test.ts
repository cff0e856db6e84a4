import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Engine } from "../engine/engine.ts";
import { pruneFailedBuilds, whileBuilding } from "./failed-builds.ts";

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "drillbook-builds-"));
  vi.stubEnv("DRILLBOOK_CACHE", cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

test("the remains of failed builds are removed when no build runs, also after one that failed", async () => {
  const pruneImages = vi.fn(async () => ({}));
  const engine = { docker: { pruneImages } } as unknown as Engine;
  await whileBuilding(() => pruneFailedBuilds(engine));
  expect(pruneImages).not.toHaveBeenCalled();
  await expect(whileBuilding(() => Promise.reject(new Error("no space")))).rejects.toThrow("no space");
  await pruneFailedBuilds(engine);
  expect(pruneImages).toHaveBeenCalledExactlyOnceWith({ filters: { dangling: ["true"] } });
});
