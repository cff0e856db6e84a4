import { readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { ensureCommands } from "../engine/apt-install.ts";
import { imageCommands } from "../engine/host-commands.ts";
import { digestOf } from "./digest.ts";
import { keptPackageList, packageList, sourceDir, suite } from "./lists.ts";
import { type BuildOptions, excluded, mmdebstrapOptions, runMmdebstrap } from "./mmdebstrap.ts";
import { baseDir, makeWorkDir, removeWorkDir } from "./work-dir.ts";

export type { BuildOptions } from "./mmdebstrap.ts";

export const baseDigest = (): string =>
  digestOf([
    ...[suite, process.arch, ...packageList(), ...excluded, ...keptPackageList()],
    readFileSync(join(sourceDir, "scripts/keep-packages.sh")),
  ]);

/**
 * The tar of a Debian root file system with every package of the list, made by mmdebstrap once for each list.
 * @throws HostNotReadyError when mmdebstrap is missing and may not be installed
 * @throws MachineError with its last lines when it fails
 */
export const ensureBaseTar = async (options: BuildOptions): Promise<string> => {
  const dir = baseDir();
  const tar = join(dir, `${suite}-${baseDigest()}.tar`);
  if (statSync(tar, { throwIfNoEntry: false })) return tar;
  await ensureCommands(imageCommands, options);
  const since = performance.now();
  options.onProgress(`making a Debian ${suite} root file system with mmdebstrap (about half a minute) …`);
  const workDir = makeWorkDir("root");
  try {
    const target = join(workDir, "root.tar");
    await runMmdebstrap(["mmdebstrap", ...mmdebstrapOptions(packageList()), suite, target], workDir, options);
    renameSync(target, tar);
  } finally {
    removeWorkDir(workDir);
  }
  for (const other of readdirSync(dir)) {
    if (other.endsWith(".tar") && join(dir, other) !== tar) rmSync(join(dir, other));
  }
  options.onProgress(`made the root file system in ${Math.round((performance.now() - since) / 100) / 10} s`);
  return tar;
};
