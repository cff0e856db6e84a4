import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { HostNotReadyError } from "../../../errors.ts";
import { findCommand } from "../../engine/host-commands.ts";
import type { BuildOptions } from "../../images/mmdebstrap.ts";
import { releases } from "../../images/releases.ts";
import { unpackedVersion, unpackPackages } from "../../images/unpacked-packages.ts";
import { vmRoot } from "../paths.ts";

/** The Debian release that QEMU is taken from when the host's is missing or too old. */
const release = releases.trixie;
const packages = ["qemu-system-x86", "qemu-utils", "seabios"];
/**
 * Before it, an emulated kernel with two processors can panic ("Oops: int3") when one runs code that the other is
 * patching; seen once in some sixty boots. Source: QEMU commit deba78709a.
 */
const oldest = { major: 9, minor: 0 };

const [system, image] = ["qemu-system-x86_64", "qemu-img"] as const;
type Program = typeof system | typeof image;

type QemuFound = {
  readonly version: string;
  /** "host": the host's own; "cache": Debian's packages, unpacked into the cache. */
  readonly from: "host" | "cache";
};

const ownDir = (): string => join(vmRoot(), "qemu", release.suite);

export const isRecentEnough = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
};

const versionOf = (words: readonly string[]): string => {
  const [command = "", ...args] = words;
  const printed = execFileSync(command, [...args, "--version"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 10_000,
  });
  return /version (\S+)/.exec(printed)?.[1] ?? "unknown";
};

/** Runs the program with the libraries beside it, by their loader, under the program's name in lists of processes. */
const wordsIn = (root: string, program: Program): readonly string[] => [
  join(root, "loader", program),
  ...["--library-path", join(root, "usr/lib/x86_64-linux-gnu"), join(root, "usr/bin", program)],
  ...(program === system ? ["-L", join(root, "usr/share/qemu"), "-L", join(root, "usr/share/seabios")] : []),
];

/** The QEMU that machines run with, if there is a recent one; installs nothing. */
const findQemu = (): QemuFound | undefined => {
  const unpacked = unpackedVersion(ownDir());
  if (unpacked !== undefined) return { version: unpacked, from: "cache" };
  if (findCommand(image) === undefined || findCommand(system) === undefined) return undefined;
  const version = versionOf([system]);
  return isRecentEnough(version) ? { version, from: "host" } : undefined;
};

/** The first words of a command line that runs this program. */
export const qemuProgram = (program: Program): readonly string[] =>
  unpackedVersion(ownDir()) !== undefined ? wordsIn(ownDir(), program) : [program];

/**
 * The host's own QEMU when it is recent enough, else that of a Debian release that has one, unpacked into the cache:
 * the same for every user of this cache, and nothing of the host is replaced.
 * @throws HostNotReadyError when this host lacks a program, or is not x86-64
 * @throws MachineError with the last lines of what failed
 */
export const ensureQemu = async (options: BuildOptions): Promise<QemuFound> => {
  if (process.arch !== "x64") throw wrongArchitecture();
  const found = findQemu();
  if (found) return found;
  const version = await unpackPackages(
    { name: "QEMU", release, folder: ownDir(), packages, prepare },
    options,
  );
  return { version, from: "cache" };
};

const prepare = (root: string): string => {
  for (const unread of ["usr/share/doc", "usr/share/man", "var", "etc"]) {
    rmSync(join(root, unread), { recursive: true, force: true });
  }
  mkdirSync(join(root, "loader"));
  const loader = "../usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2";
  for (const program of [system, image]) symlinkSync(loader, join(root, "loader", program));
  return versionOf(wordsIn(root, system));
};

const wrongArchitecture = () =>
  new HostNotReadyError(`virtual machines are made for x86-64 hosts only; this one is ${process.arch}`, {
    next: "run the scenario with --on container, which works on this host",
  });

/** The finding for `drill doctor`. */
export const describeQemu = (): { readonly state: "found" | "missing"; readonly detail: string } => {
  const found = findQemu();
  if (!found) {
    return {
      state: "missing",
      detail: `only for --on vm: a drill unpacks Debian ${release.suite}'s into its cache (the host has none of ${oldest.major}.${oldest.minor} or later)`,
    };
  }
  const where = found.from === "host" ? "the host's own" : `Debian ${release.suite}'s, in the cache`;
  return { state: "found", detail: `${found.version}, ${where}` };
};
