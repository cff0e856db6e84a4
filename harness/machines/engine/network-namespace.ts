import { enginePaths } from "./cache-paths.ts";
import type { Engine } from "./engine.ts";
import { readRecord } from "./engine-record.ts";
import { livenessOf } from "./process-identity.ts";

type Place = Pick<Engine, "dockerHost" | "isolated" | "rootless">;

/** The folder in /proc of a process that lives in the same namespaces as the engine; undefined when it has none here. */
const processOf = ({ dockerHost, isolated }: Place): string | undefined => {
  if (!dockerHost.startsWith("unix://")) return undefined;
  if (!isolated) return "/proc/self";
  const paths = enginePaths();
  const record = readRecord(paths.recordFile);
  const isThatOne = dockerHost === `unix://${paths.socket}`;
  if (!record || !isThatOne || livenessOf(record.engine) !== "alive") return undefined;
  // The process that made the namespaces is itself in those of the network and of the mounts.
  return `/proc/${record.engine.pid}`;
};

/**
 * The network namespace in which the engine's bridges are; undefined when it is not on this host, or not ours. A
 * rootless engine keeps its bridges in a namespace that nothing names.
 */
export const networkNamespaceOf = (engine: Place): string | undefined => {
  const found = engine.rootless ? undefined : processOf(engine);
  return found === undefined ? undefined : `${found}/ns/net`;
};

/** A folder like /proc with the processes of the engine's containers, under the numbers that the engine knows. */
export const processesFolderOf = (engine: Place): string | undefined => {
  const found = processOf(engine);
  return found === undefined ? undefined : `${found}/root/proc`;
};
