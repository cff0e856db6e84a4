import { join } from "node:path";
import { cacheRoot } from "#harness/machines/engine/cache-paths.ts";

/** Only root can start a private engine; other users use a given one. */
export const isRoot = process.getuid?.() === 0;

/** The shared cache, used by drills of the repository's scenarios. */
export const usualCache = cacheRoot();

/** The number of test files of small scenarios in parallel, each with its own engine. */
export const workers = 2;

/** Of the engines of small scenarios, one for each worker, within the shared cache of a run. */
export const smallCachesIn = (shared: string): string[] =>
  Array.from({ length: workers }, (_, index) => join(shared, "tests", String(index + 1)));

export const smallCaches: readonly string[] = smallCachesIn(usualCache);

/** The cache of this worker; those of the other worker and the shared one are in use at the same time. Source: vitest, VITEST_POOL_ID. */
export const smallCache =
  smallCaches[(Number(process.env["VITEST_POOL_ID"] ?? 1) - 1) % workers] ?? usualCache;
