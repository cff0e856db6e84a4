import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { cacheRoot } from "#harness/machines/engine/cache-paths.ts";
import { releaseLock, takeLock } from "#harness/machines/engine/lock-file.ts";

/** Only root can start an engine of its own; others have the one that they are given. */
export const isRoot = process.getuid?.() === 0;

/** The cache that everybody's commands have: the drill of the repository's own scenario uses it. */
export const usualCache = cacheRoot();

/** An engine of its own for the small scenarios, so that they run beside that drill. */
export const smallCache = join(usualCache, "tests");

const pollMs = 100;

/** One test file at a time has the engine of a cache: usually that of the small scenarios. Resolves to what gives it back. */
export const takeTurn = async (cache: string = smallCache): Promise<() => void> => {
  // Where nothing looks for what a drill left behind.
  const turnFile = join(smallCache, cache === smallCache ? "turn" : "usual-turn");
  while (takeLock(turnFile)) await pause(pollMs);
  return () => releaseLock(turnFile);
};
