import { mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { HostNotReadyError } from "../../errors.ts";
import { drillCommand } from "../../invocation.ts";
import type { BuildOptions } from "../images/mmdebstrap.ts";
import { unpackedVersion, unpackPackages } from "../images/unpacked-packages.ts";
import { whyNoHub } from "../network/hub/can-own.ts";
import { handedFolder, hostRoot, memoryFolder, modulesFolder, umlRelease, umlRoot } from "./root.ts";

const packages = ["user-mode-linux", "libc6"];

/** Why a user-mode kernel cannot run on this host; undefined when it can. */
export const whyNoUml = (): string | undefined => {
  if (process.arch !== "x64") return `it is made for x86-64 hosts only; this one is ${process.arch}`;
  const noHub = whyNoHub();
  return noHub === undefined ? undefined : `it needs networks of the rig's own, and ${noHub}`;
};

/** The same, where nothing may be installed. */
export const whyNoUmlWithout = (setup: boolean): string | undefined =>
  whyNoUml() ??
  (setup || unpackedVersion(umlRoot()) !== undefined
    ? undefined
    : "it is not in the cache, and nothing may be installed");

/**
 * Debian's user-mode kernel, unpacked into the cache; answers its version.
 * @throws HostNotReadyError when this host cannot run it, or lacks a program
 * @throws MachineError with the last lines of what failed
 */
export const ensureUml = async (options: BuildOptions): Promise<string> => {
  const why = whyNoUml();
  if (why !== undefined) {
    throw new HostNotReadyError("a user-mode kernel cannot run here", {
      got: why,
      next: `as root: ${drillCommand(["…"], ["--on uml"], { sudo: true })}; or --on qemu, which needs no root`,
    });
  }
  const folder = umlRoot();
  return (
    unpackedVersion(folder) ??
    (await unpackPackages(
      { name: "user-mode Linux", release: umlRelease, folder, packages, prepare },
      options,
    ))
  );
};

/** A root file system in which the kernel finds its C library, the host's files and processes, and its memory. */
const prepare = (root: string): string => {
  for (const unread of ["usr/share", "var", "etc", "dev", "tmp"]) {
    rmSync(join(root, unread), { recursive: true, force: true });
  }
  for (const folder of [hostRoot, memoryFolder]) mkdirSync(join(root, folder));
  const links = { lib: "usr/lib", lib64: "usr/lib64", proc: `.${hostRoot}/proc`, dev: `.${hostRoot}/dev` };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name));
  const version = readdirSync(join(root, modulesFolder))[0] ?? "unknown";
  mkdirSync(join(root, modulesFolder, handedFolder));
  return version;
};

/** The finding for `drill doctor`; starts nothing. */
export const describeUml = (): { readonly state: "found" | "missing"; readonly detail: string } => {
  const why = whyNoUml();
  if (why !== undefined)
    return { state: "missing", detail: `only for --on uml, which cannot run here: ${why}` };
  const version = unpackedVersion(umlRoot());
  return version === undefined
    ? {
        state: "missing",
        detail: `only for --on uml: a drill unpacks Debian ${umlRelease.suite}'s into its cache`,
      }
    : { state: "found", detail: `${version}, Debian ${umlRelease.suite}'s, in the cache` };
};
