import { existsSync } from "node:fs";
import type Docker from "dockerode";
import { type EnginePaths, enginePaths } from "../engine/cache-paths.ts";
import { withDeadline } from "../engine/deadline.ts";
import { connect } from "../engine/engine.ts";
import { readRecord } from "../engine/engine-record.ts";
import { engineCommands, isRoot, missingOf } from "../engine/host-commands.ts";
import { labelFilter, readLabels } from "../engine/labels.ts";
import { type EngineLease, endUnleasedEngine, joinEngine } from "../engine/lease.ts";
import { removeLeftoverRigs } from "../engine/leftover-rigs.ts";
import { isEngineAlive } from "../engine/private-engine.ts";
import type { OnProgress } from "../rig-host.ts";

type Removal = { readonly kept: boolean; readonly onProgress: OnProgress };

/**
 * Removes what dead processes have in the private engine, and the traces of one that has ended without its harness.
 * With `kept`, kept machines go, too, with them an engine that no command uses, and the machines that killed drills
 * left in its store at once rather than at its next start. What a living process uses stays.
 */
export const removeFromPrivateEngine = async (options: Removal): Promise<void> => {
  const paths = enginePaths();
  const starter = readRecord(paths.recordFile)?.owner.pid;
  const lease = await joinEngine(paths, options);
  if (lease) await removeFromRunning(lease, options);
  const store = options.kept && isRoot() && missingOf(engineCommands).length === 0;
  const hung = (store || hasTraces(paths)) && (await endUnleasedEngine(paths, { ...options, store }));
  if (hung || (lease && !isEngineAlive(paths))) {
    options.onProgress(`ended the private container engine that process ${starter} left`);
  }
};

const hasTraces = (paths: EnginePaths): boolean =>
  [paths.lockFile, paths.recordFile, paths.runDir].some((path) => existsSync(path));

const removeFromRunning = async (lease: EngineLease, options: Removal): Promise<void> => {
  try {
    const docker = await connect(`unix://${lease.socket}`);
    await removeLeftoverRigs(docker, options);
    if (options.kept) await lease.letGo(() => hasKept(docker));
  } finally {
    await lease[Symbol.asyncDispose]();
  }
};

/** Those of a drill that still runs stay. */
const hasKept = async (docker: Docker): Promise<boolean> => {
  const filters = labelFilter();
  const containers = await withDeadline(
    "GET /containers/json",
    docker.listContainers({ all: true, filters }),
  );
  return containers.some(({ Labels }) => readLabels(Labels)?.kept);
};
