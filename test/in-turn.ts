import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { releaseLock, takeLock } from "#harness/machines/engine/lock-file.ts";
import { smallCache, usualCache } from "./integration/support/caches.ts";

const pollMs = 100;

/**
 * The tests of this file wait until no other file uses the engine of a cache. @param cache the cache of this worker, when
 * none is named
 */
export const inTurn = (cache: string = smallCache): void => {
  // In a folder that is not searched for remains of drills.
  const folder = join(usualCache, "tests");
  const turnFile = join(folder, cache === usualCache ? "turn-usual" : `turn-${basename(cache)}`);
  let hasTurn = false;
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    while (takeLock(turnFile)) await pause(pollMs);
    hasTurn = true;
  });
  afterAll(() => {
    if (hasTurn) releaseLock(turnFile);
  });
};
