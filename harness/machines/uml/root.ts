import { join } from "node:path";
import { unpackedSuite } from "../images/unpacked-packages.ts";
import { vmRoot } from "../vm/paths.ts";

/** The root file system that the kernel's process runs in: it needs a newer C library than a host may have. */
export const umlRoot = (): string => join(vmRoot(), "uml", unpackedSuite);

/** Paths in it. The host's own root is in a folder, and the guest's memory in a file system of the process's own. */
export const program = "/usr/bin/linux.uml";
export const modulesFolder = "/usr/lib/uml/modules";
export const hostRoot = "/host";
export const memoryFolder = "/memory";
