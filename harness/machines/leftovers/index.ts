import { existsSync, rmSync } from "node:fs";
import { removeStalePolicy } from "../engine/apt-install.ts";
import { cacheRoot, enginePaths, listedDir } from "../engine/cache-paths.ts";
import { findEngine } from "../engine/index.ts";
import { leaseHolders } from "../engine/lease.ts";
import { removeLeftoverRigs } from "../engine/leftover-rigs.ts";
import { hostDir, readClaims } from "../host/claims.ts";
import { removeDeadNotices } from "../host/running-drills.ts";
import { baseRepository } from "../images/base-image.ts";
import { authorityDir } from "../images/certificate-authority.ts";
import { usesDir } from "../images/image-uses.ts";
import { locksDir } from "../images/make-once.ts";
import { pinHolders, pinsDir } from "../images/pins.ts";
import { machineRepository, pruneImages, rigRepository } from "../images/stored-images.ts";
import { baseDir, removeStaleWorkDirs } from "../images/work-dir.ts";
import type { OnProgress } from "../rig-host.ts";
import { vmImagesDir } from "../vm/image/stored-vm-images.ts";
import { removePassingStates, removeVmCache } from "../vm/leftovers.ts";
import { removeLeftRigs, removeRigsDir } from "./left-rigs.ts";
import { removeFromPrivateEngine } from "./private-leftovers.ts";

export { type KeptMachine, type KeptSearch, keptMachines } from "./kept-machines.ts";

type LeftoverOptions = {
  readonly onProgress: OnProgress;
  /** Also kept machines. @default false */
  readonly kept?: boolean;
  /** Also the images, and the private engine's whole store. @default false */
  readonly cache?: boolean;
};

/**
 * Removes the remains of harness processes that have ended: engines, machines, networks, files; returns what it removed.
 * Objects of a living process stay.
 */
export const removeLeftovers = async (options: LeftoverOptions): Promise<void> => {
  const { onProgress, kept = false, cache = false } = options;
  if (removeStalePolicy()) onProgress("removed the policy-rc.d of an installation that was killed");
  for (const path of [...removeStaleWorkDirs(), ...removeStaleWorkDirs(vmImagesDir())]) {
    onProgress(`removed ${path}`);
  }
  await removeLeftRigs({ kept, onProgress });
  removePassingStates();
  removeDeadNotices();
  readClaims(hostDir(), { forget: true });
  await removeFromPrivateEngine({ kept, onProgress });
  const engine = await findEngine({ setup: false, onProgress: () => {} });
  if (engine) {
    await removeLeftoverRigs(engine.docker, { kept, onProgress });
    if (cache) {
      for (const repository of [rigRepository, machineRepository, baseRepository]) {
        await pruneImages(engine, repository, 0);
      }
      onProgress(`removed the images in ${engine.name}`);
    }
  }
  if (cache) {
    removeCache(onProgress);
    removeVmCache(onProgress);
    removeRigsDir();
  }
};

const removeCache = (onProgress: OnProgress): void => {
  const [user] = [...leaseHolders(enginePaths()), ...pinHolders()];
  if (user) {
    onProgress(`did not clean ${cacheRoot()}: process ${user.pid} uses it`);
    return;
  }
  // Only our files, because the folder may also hold others.
  const { stateDir } = enginePaths();
  for (const own of [stateDir, baseDir(), authorityDir(), usesDir(), pinsDir(), locksDir(), listedDir()]) {
    if (!existsSync(own)) continue;
    rmSync(own, { recursive: true, force: true });
    onProgress(`removed ${own}`);
  }
};
