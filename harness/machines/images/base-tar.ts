import { readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { ensureCommands } from "../engine/apt-install.ts";
import { imageCommands } from "../engine/host-commands.ts";
import { digestOfParts } from "./digest.ts";
import { keptPackageList, packageList, sourceDir } from "./lists.ts";
import { type BuildOptions, excluded, mmdebstrapOptions, runMmdebstrap } from "./mmdebstrap.ts";
import { type Release, releases } from "./releases.ts";
import { baseDir, makeWorkDir, removeWorkDir } from "./work-dir.ts";

export type { BuildOptions } from "./mmdebstrap.ts";

export const baseDigest = (release: Release): string =>
  digestOfParts([
    ...[release.suite, process.arch, ...packageList(release), ...excluded, ...keptPackageList()],
    readFileSync(join(sourceDir, "scripts/keep-packages.sh")),
  ]);

/**
 * The tar of a Debian root file system with every package of the list, made by mmdebstrap once for each release and list.
 * @throws HostNotReadyError when mmdebstrap is missing and may not be installed
 * @throws MachineError with its last lines when it fails
 */
export const ensureBaseTar = async (release: Release, options: BuildOptions): Promise<string> => {
  const dir = baseDir();
  const tar = join(dir, `${release.suite}-${baseDigest(release)}.tar`);
  if (statSync(tar, { throwIfNoEntry: false })) return tar;
  await ensureCommands(imageCommands, options);
  const since = performance.now();
  options.onProgress(
    `making a Debian ${release.suite} root file system with mmdebstrap (about half a minute) …`,
  );
  const workDir = makeWorkDir("root");
  try {
    const target = join(workDir, "root.tar");
    const words = ["mmdebstrap", ...mmdebstrapOptions(packageList(release), release), release.suite, target];
    await runMmdebstrap(words, workDir, options);
    renameSync(target, tar);
  } finally {
    removeWorkDir(workDir);
  }
  const wanted = new Set(Object.values(releases).map((one) => `${one.suite}-${baseDigest(one)}.tar`));
  for (const other of readdirSync(dir)) {
    if (other.endsWith(".tar") && !wanted.has(other)) rmSync(join(dir, other));
  }
  options.onProgress(`made the root file system in ${Math.round((performance.now() - since) / 100) / 10} s`);
  return tar;
};
