import { join } from "node:path";
import { cacheRoot } from "../engine/cache-paths.ts";

/** The folder of virtual machines: images, provisioned disks, saved states. */
export const vmRoot = (): string => join(cacheRoot(), "vm");
export const disksDir = (): string => join(vmRoot(), "disks");
export const statesDir = (): string => join(vmRoot(), "states");
/** States that end with the process that made them. */
export const passingStatesDir = (): string => join(vmRoot(), "passing");
