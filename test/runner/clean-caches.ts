import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "#setup/repository.ts";
import { smallCachesIn } from "../integration/support/caches.ts";
import { cacheOf, type Part } from "./parts.ts";

/** The caches of these parts, and those that the integration tests keep their small engines in. */
export const cachesOf = (parts: readonly Part[]): string[] => {
  const caches = new Set(parts.map(cacheOf).filter((cache) => cache !== undefined));
  return [...caches].flatMap((cache) => [cache, ...smallCachesIn(cache)]);
};

/** Removes what ended commands have in this cache, kept machines and their networks too: they are found by the records of rigs. */
export const clean = (cache: string): void => {
  spawnSync(process.execPath, ["bin/drillbook.mjs", "drill", "clean"], {
    cwd: repositoryRoot,
    env: { ...process.env, DRILLBOOK_CACHE: cache, DOCKER_HOST: undefined },
    stdio: ["ignore", "ignore", "inherit"],
  });
};

/** Whether rigs run in this cache, or have left something. */
export const hasRigs = (cache: string): boolean => {
  try {
    return readdirSync(join(cache, "rigs")).length > 0;
  } catch {
    return false;
  }
};
