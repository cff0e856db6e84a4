import { enginePaths } from "./cache-paths.ts";
import type { Engine } from "./engine.ts";
import { readRecord } from "./engine-record.ts";
import { livenessOf } from "./process-identity.ts";

/**
 * A folder like /proc with the processes of the engine's containers, under the numbers that the engine knows; undefined
 * when they are not on this host, or not ours.
 */
export const processesFolderOf = ({
  dockerHost,
  isolated,
}: Pick<Engine, "dockerHost" | "isolated">): string | undefined => {
  if (!dockerHost.startsWith("unix://")) return undefined;
  if (!isolated) return "/proc";
  const paths = enginePaths();
  const record = readRecord(paths.recordFile);
  const isThatOne = dockerHost === `unix://${paths.socket}`;
  if (!record || !isThatOne || livenessOf(record.engine) !== "alive") return undefined;
  // The process that made the namespaces is itself in that of the mounts, where /proc has the engine's processes.
  return `/proc/${record.engine.pid}/root/proc`;
};
