import { existsSync } from "node:fs";
import { enginePaths } from "../engine/cache-paths.ts";
import { connect } from "../engine/engine.ts";
import { readRecord } from "../engine/engine-record.ts";
import { engineCommands, isRoot, missingOf } from "../engine/host-commands.ts";
import { removeLeftoverRigs } from "../engine/leftover-rigs.ts";
import { releaseLock, takeLock } from "../engine/lock-file.ts";
import { endPrivateEngine, userOfPrivateEngine } from "../engine/private-engine.ts";
import { livenessOf } from "../engine/process-identity.ts";
import { emptyStore } from "../engine/stored-containers.ts";
import type { OnProgress } from "../rig-host.ts";

/**
 * Ends a private engine whose harness has ended, unless it was kept. With `kept`, kept ones end, too, and the
 * machines that killed drills left in the engine's store are removed at once rather than at its next start.
 */
export const removeFromPrivateEngine = async (options: {
  readonly kept: boolean;
  readonly onProgress: OnProgress;
}): Promise<void> => {
  const paths = enginePaths();
  if (userOfPrivateEngine(paths)) return;
  const record = readRecord(paths.recordFile);
  const alive = record !== undefined && livenessOf(record.engine) === "alive";
  if (alive && record.kept) {
    if (!options.kept) return;
    await removeLeftoverRigs(await connect(`unix://${paths.socket}`), options);
  }
  const traces = [paths.lockFile, paths.recordFile, paths.runDir];
  if (traces.some((path) => existsSync(path))) {
    // Held meanwhile: a drill that begins at this moment must not lose the engine that it starts.
    if (takeLock(paths.lockFile)) return;
    try {
      if (await endPrivateEngine(paths)) {
        options.onProgress(`ended the private container engine that process ${record?.owner.pid} left`);
      }
    } finally {
      releaseLock(paths.lockFile);
    }
  }
  if (options.kept && isRoot() && missingOf(engineCommands).length === 0) {
    await emptyStore(paths, options.onProgress);
  }
};
