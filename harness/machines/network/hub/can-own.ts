import { hostname, release } from "node:os";
import { withDeadline } from "../../engine/deadline.ts";
import type { Engine } from "../../engine/engine.ts";
import { findCommand, isRoot } from "../../engine/host-commands.ts";
import { processesFolderOf } from "../../engine/processes-folder.ts";
import { systemCalls } from "./system-calls.ts";

/** Why a hub cannot run on this host; undefined when it can. */
export const whyNoHub = (): string | undefined => {
  if (process.env["DRILLBOOK_NETWORKS"] === "engine") return "DRILLBOOK_NETWORKS asks for them";
  if (!isRoot()) return "only root can make others";
  if (systemCalls === undefined) return `the processor ${process.arch} is not known`;
  const missing = ["unshare", "nsenter", "setpriv", "perl"].find(
    (command) => findCommand(command) === undefined,
  );
  return missing === undefined ? undefined : `this host has no ${missing}`;
};

/** Why rigs in this engine cannot have networks of their own; undefined when they can. */
export const whyNotOwn = async (engine: Engine): Promise<string | undefined> => {
  const noHub = whyNoHub();
  if (noHub !== undefined) return noHub;
  if (engine.rootless) return "the engine is rootless";
  const elsewhere = `the machines of ${engine.name} at ${engine.dockerHost} are not processes of this host`;
  if (processesFolderOf(engine) === undefined) return elsewhere;
  if (engine.isolated) return undefined;
  // Behind a local socket there may be an engine in a virtual machine, or on another host.
  const { Name, KernelVersion } = await withDeadline("GET /info", engine.docker.info());
  return Name === hostname() && KernelVersion === release() ? undefined : elsewhere;
};
