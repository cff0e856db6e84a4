import type { RigFolder } from "../../rig-record.ts";
import { Hub } from "./hub.ts";

/** The folder and the networks of a rig that has machines of several kinds: those of one kind end with neither. */
export type RigPlace = { readonly folder: RigFolder; readonly hub: Hub };

/** Starts the hub of a rig, and records it. @throws HostNotReadyError where this process may not make one */
export const startHub = async (
  folder: RigFolder,
  networks: readonly string[],
  keep: boolean,
): Promise<Hub> => {
  const hub = await Hub.start({ rig: folder.nameOnHost, networks, keep });
  try {
    folder.hub = hub.identity;
    return hub;
  } catch (error) {
    // The start was interrupted meanwhile, and its folder removed.
    await hub[Symbol.asyncDispose]();
    throw error;
  }
};
