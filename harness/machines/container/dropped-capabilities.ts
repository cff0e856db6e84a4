import { reasonOf } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";

type Daemon = Pick<Engine, "docker">;

/** Engines that have no capability that could be dropped. */
const haveNone = new WeakSet<Daemon["docker"]>();

/**
 * Without it no machine can start on a host that lacks it, except in a Docker that handles this itself (seen: 26):
 * there ALL means the host's capabilities, and dropping another is refused.
 */
export const droppedCapabilities = ({ docker }: Daemon): string[] =>
  haveNone.has(docker) ? [] : ["SYS_RESOURCE"];

/** Whether the engine refused to drop a capability that its host lacks; after that none is dropped in this engine. */
export const refusedToDrop = ({ docker }: Daemon, error: unknown): boolean => {
  const reason = reasonOf((error as { cause?: unknown } | undefined)?.cause ?? error);
  const refused = reason.includes("invalid CapDrop");
  if (refused) haveNone.add(docker);
  return refused;
};
