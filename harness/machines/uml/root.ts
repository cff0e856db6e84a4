import { join } from "node:path";
import { releases } from "../images/releases.ts";
import { vmRoot } from "../vm/paths.ts";

/** Its kernel 7.2 runs a guest's processes by seccomp; trixie's 6.12 can by ptrace alone, and boots five times as long. */
export const umlRelease = releases.forky;

/** Increase it when `program.ts` prepares the root in another way: a cache may have one that was made before. */
const rootFormat = "1";

/** The root file system that the kernel's process runs in: it needs a newer C library than a host may have. */
export const umlRoot = (): string => join(vmRoot(), "uml", `${umlRelease.suite}-${rootFormat}`);

/** Paths in it. The host's own root is in a folder, and the guest's memory in a file system of the process's own. */
export const program = "/usr/bin/linux.uml";
export const modulesFolder = "/usr/lib/uml/modules";
/** Below the modules, which the guest sees: files of this host for it. */
export const handedFolder = "handed";
export const hostRoot = "/host";
export const memoryFolder = "/memory";
