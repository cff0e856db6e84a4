import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { cacheRoot } from "#harness/machines/engine/cache-paths.ts";
import { releaseLock, takeLock } from "#harness/machines/engine/lock-file.ts";

/** Only root can start an engine of its own; others have the one that they are given. */
export const isRoot = process.getuid?.() === 0;

/** The cache that everybody's commands have: the drill of the repository's own scenario uses it. */
export const usualCache = cacheRoot();

const small = join(usualCache, "tests");

/** How many files of small scenarios run side by side, each with an engine of its own. */
export const workers = 2;

const cacheOfWorker = (worker: number): string => join(small, String(1 + ((worker - 1) % workers)));

export const smallCaches: readonly string[] = Array.from({ length: workers }, (_, index) =>
  cacheOfWorker(index + 1),
);

/** That of this worker, beside which those of the other worker and the usual one run. Source: vitest, VITEST_POOL_ID. */
export const smallCache = cacheOfWorker(Number(process.env["VITEST_POOL_ID"] ?? 1));

const pollMs = 100;

/** One test file at a time has the engine of a cache, whoever started it. Resolves to what gives it back. */
export const takeTurn = async (cache: string = smallCache): Promise<() => void> => {
  // Where nothing looks for what a drill left behind.
  mkdirSync(small, { recursive: true });
  const turnFile = join(small, cache === usualCache ? "turn-usual" : `turn-${basename(cache)}`);
  while (takeLock(turnFile)) await pause(pollMs);
  return () => releaseLock(turnFile);
};
