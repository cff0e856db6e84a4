import { closeSync, rmSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { namesIn } from "../files.ts";
import type { OnProgress } from "../rig-host.ts";
import type { EnginePaths } from "./cache-paths.ts";
import { withDeadline } from "./deadline.ts";
import { connect } from "./engine.ts";
import { removeLeftoverRigs } from "./leftover-rigs.ts";
import { endEngine, launchEngine } from "./private-engine.ts";

const folderOf = (dataRoot: string): string => join(dataRoot, "containers");

/** The ids of the containers that a private engine's store has folders of. */
const storedContainers = (dataRoot: string): string[] => namesIn(folderOf(dataRoot));

/**
 * Removes every container from a private engine that has just been started: they belong to harness processes that
 * have ended. The harness that started it must not have made one yet.
 */
export const removeStoredContainers = async (
  docker: Docker,
  dataRoot: string,
  onProgress: OnProgress,
): Promise<void> => {
  await removeLeftoverRigs(docker, { kept: true, onProgress });
  // What is left then are the steps of builds that were killed.
  await withDeadline("POST /containers/prune", docker.pruneContainers());
  await removeUnknown(docker, dataRoot);
};

/**
 * A daemon that is killed while it makes or removes a container leaves a folder that it does not take up again: one
 * without a configuration, or one whose layer is gone. It then neither lists nor removes the folder.
 */
const removeUnknown = async (docker: Docker, dataRoot: string): Promise<void> => {
  const stored = storedContainers(dataRoot);
  if (stored.length === 0) return;
  const listed = await withDeadline("GET /containers/json", docker.listContainers({ all: true }));
  const known = new Set(listed.map(({ Id }) => Id));
  for (const id of stored) {
    if (!known.has(id)) rmSync(join(folderOf(dataRoot), id), { recursive: true, force: true });
  }
};

/**
 * Removes every container from the store of a private engine that does not run, for which it is started and ended. The
 * caller holds the lock of the cache.
 */
export const emptyStore = async (paths: EnginePaths, onProgress: OnProgress): Promise<void> => {
  if (storedContainers(paths.dataRoot).length === 0) return;
  const lease = await launchEngine(paths);
  try {
    await removeStoredContainers(await connect(`unix://${paths.socket}`), paths.dataRoot, onProgress);
  } finally {
    closeSync(lease);
    await endEngine(paths);
  }
};
