import { enginePaths } from "./cache-paths.ts";
import type { Engine } from "./engine.ts";
import { readRecord } from "./engine-record.ts";
import { livenessOf } from "./process-identity.ts";

/**
 * The network namespace in which the engine's bridges are; undefined when it is not on this host, or not ours. A
 * rootless engine keeps its bridges in a namespace that nothing names.
 */
export const networkNamespaceOf = (
  engine: Pick<Engine, "dockerHost" | "isolated" | "rootless">,
): string | undefined => {
  if (!engine.dockerHost.startsWith("unix://") || engine.rootless) return undefined;
  if (!engine.isolated) return "/proc/self/ns/net";
  const paths = enginePaths();
  const record = readRecord(paths.recordFile);
  const isThatOne = engine.dockerHost === `unix://${paths.socket}`;
  if (!record || !isThatOne || livenessOf(record.engine) !== "alive") return undefined;
  // The process that made the namespaces is itself in this one.
  return `/proc/${record.engine.pid}/ns/net`;
};
