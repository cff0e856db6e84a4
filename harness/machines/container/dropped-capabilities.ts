import { reasonOf } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";

type Daemon = Pick<Engine, "docker">;

/** Engines that have no capability that could be dropped. */
const haveNone = new WeakSet<Daemon["docker"]>();

/**
 * Without it no machine can start on a host that has not got it, but for a Docker that knows so itself (26 was seen):
 * there ALL is what the host has, and dropping another is refused.
 */
export const droppedCapabilities = ({ docker }: Daemon): string[] =>
  haveNone.has(docker) ? [] : ["SYS_RESOURCE"];

/** Whether the engine refused to drop what its host has not got: from then on nothing is dropped there. */
export const refusedToDrop = ({ docker }: Daemon, error: unknown): boolean => {
  const reason = reasonOf((error as { cause?: unknown } | undefined)?.cause ?? error);
  const refused = reason.includes("invalid CapDrop");
  if (refused) haveNone.add(docker);
  return refused;
};
