import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ensureCommands } from "../engine/apt-install.ts";
import { vmImageCommands } from "../engine/host-commands.ts";
import { textIn } from "../files.ts";
import { secondsSince } from "../seconds.ts";
import { type BuildOptions, runMmdebstrap } from "./mmdebstrap.ts";
import type { Release } from "./releases.ts";
import { makeWorkDir, removeStaleWorkDirs, removeWorkDir } from "./work-dir.ts";

const versionFile = (folder: string): string => join(folder, "version");

/** The version of what is unpacked in the folder; undefined where nothing is. */
export const unpackedVersion = (folder: string): string | undefined => textIn(versionFile(folder));

type Unpacking = {
  /** In messages. */
  readonly name: string;
  readonly release: Release;
  readonly folder: string;
  readonly packages: readonly string[];
  /** Makes them fit to run; answers their version. */
  readonly prepare: (root: string) => string;
};

/**
 * Unpacks Debian packages into the cache, the same for every user of it: nothing of the host is replaced. Answers their
 * version.
 * @throws HostNotReadyError when this host lacks a program
 * @throws MachineError with the last lines of what failed
 */
export const unpackPackages = async (
  { name, release, folder, packages, prepare }: Unpacking,
  options: BuildOptions,
): Promise<string> => {
  await ensureCommands(vmImageCommands, options);
  const since = performance.now();
  options.onProgress(`unpacking ${name} of Debian ${release.suite} into the cache (once) …`);
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true });
  removeStaleWorkDirs(parent);
  const workDir = makeWorkDir("unpack", parent);
  try {
    const root = join(workDir, "root");
    const words = [
      ...["mmdebstrap", "--variant=extract", `--include=${packages.join(",")}`],
      ...release.aptOptions.map((option) => `--aptopt=${option}`),
      ...[release.suite, root],
    ];
    await runMmdebstrap(words, workDir, options);
    const version = prepare(root);
    // Written last: a folder without it is incomplete.
    writeFileSync(versionFile(root), version);
    keep(root, folder);
    options.onProgress(`unpacked ${name} ${version} in ${secondsSince(since)}`);
    return version;
  } finally {
    removeWorkDir(workDir);
  }
};

/** Another process may have unpacked it first. */
const keep = (root: string, folder: string): void => {
  try {
    renameSync(root, folder);
  } catch (error) {
    if (!existsSync(versionFile(folder))) throw error;
  }
};
