import { createHash } from "node:crypto";
import { join } from "node:path";
import { cacheRoot } from "../engine/cache-paths.ts";

/** The folder of virtual machines: images, provisioned disks, saved states, running machines. */
export const vmRoot = (): string => join(cacheRoot(), "vm");
export const disksDir = (): string => join(vmRoot(), "disks");
export const statesDir = (): string => join(vmRoot(), "states");
/** States that end with the process that made them. */
export const passingStatesDir = (): string => join(vmRoot(), "passing");
export const runsDir = (): string => join(vmRoot(), "runs");

/** Not below the cache: a socket's path may have 108 bytes at most. Source: unix(7). */
export const socketDirOf = (runId: string): string => {
  const cache = createHash("sha256").update(cacheRoot()).digest("hex").slice(0, 4);
  return `/tmp/drillbook-${process.getuid?.() ?? 0}-vm-${cache}-${runId}`;
};
