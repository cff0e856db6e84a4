import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { HostNotReadyError } from "../../errors.ts";

/** The cache of this project. */
export const cacheRoot = (env: NodeJS.ProcessEnv = process.env): string =>
  env["DRILLBOOK_CACHE"] || join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "drillbook");

/** What is known of the scenarios of each folder. */
export const listedDir = (): string => join(cacheRoot(), "listed");

export type EnginePaths = {
  /** Short; equal for all engines with the same cache. */
  readonly id: string;
  readonly stateDir: string;
  readonly dataRoot: string;
  /** Held for the moment in which an engine is started, joined or left. */
  readonly lockFile: string;
  /** A file for each lease. */
  readonly leasesDir: string;
  readonly recordFile: string;
  readonly runDir: string;
  readonly socket: string;
  /** The FIFO that each lease holds open for writing. */
  readonly leaseFifo: string;
  readonly logFile: string;
};

/** The run directory is not below the cache: a socket's path may have 108 bytes at most. Source: unix(7). */
export const enginePaths = (cache = cacheRoot()): EnginePaths => {
  const id = createHash("sha256").update(cache).digest("hex").slice(0, 8);
  const stateDir = join(cache, "engine");
  const runDir = `/tmp/drillbook-${process.getuid?.() ?? 0}-${id}`;
  return {
    id,
    stateDir,
    dataRoot: join(stateDir, "data"),
    lockFile: join(stateDir, "lock"),
    leasesDir: join(stateDir, "leases"),
    recordFile: join(stateDir, "engine.json"),
    runDir,
    socket: join(runDir, "docker.sock"),
    leaseFifo: join(runDir, "lease"),
    logFile: join(runDir, "dockerd.log"),
  };
};

/** Makes a directory with access for this user only. @throws HostNotReadyError when another user owns it */
export const makePrivateDir = (path: string): void => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const stat = lstatSync(path);
  if (!stat.isDirectory() || stat.uid !== process.getuid?.()) {
    throw new HostNotReadyError(`${path} belongs to another user`, {
      expected: `a directory of user ${process.getuid?.()}`,
      got: `${stat.isDirectory() ? "a directory" : "a file"} of user ${stat.uid}`,
      next: `check who created it, then remove it: rm -r ${path}`,
    });
  }
  chmodSync(path, 0o700);
};
