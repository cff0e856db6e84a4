import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { cacheRoot } from "#harness/machines/engine/cache-paths.ts";
import { releaseLock, takeLock } from "#harness/machines/engine/lock-file.ts";

/** Only root can start a private engine; other users use a given one. */
export const isRoot = process.getuid?.() === 0;

/** The shared cache, used by drills of the repository's scenarios. */
export const usualCache = cacheRoot();

/** The number of test files of small scenarios in parallel, each with its own engine. */
export const workers = 2;

const small = join(usualCache, "tests");

/** Of the engines of small scenarios, one for each worker, within the shared cache of a run. */
export const smallCachesIn = (shared: string): string[] =>
  Array.from({ length: workers }, (_, index) => join(shared, "tests", String(index + 1)));

export const smallCaches: readonly string[] = smallCachesIn(usualCache);

/** The cache of this worker; those of the other worker and the shared one are in use at the same time. Source: vitest, VITEST_POOL_ID. */
export const smallCache =
  smallCaches[(Number(process.env["VITEST_POOL_ID"] ?? 1) - 1) % workers] ?? usualCache;

const pollMs = 100;

/** One test file at a time uses the engine of a cache. Resolves to a function that releases it. */
export const takeTurn = async (cache: string = smallCache): Promise<() => void> => {
  // In a folder that is not searched for remains of drills.
  mkdirSync(small, { recursive: true });
  const turnFile = join(small, cache === usualCache ? "turn-usual" : `turn-${basename(cache)}`);
  while (takeLock(turnFile)) await pause(pollMs);
  return () => releaseLock(turnFile);
};
