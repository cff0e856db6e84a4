import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { execa } from "execa";
import { ensureBaseTar } from "#harness/machines/images/base-tar.ts";
import { digestOfParts } from "#harness/machines/images/digest.ts";
import type { BuildOptions } from "#harness/machines/images/mmdebstrap.ts";
import { usualRelease } from "#harness/machines/images/releases.ts";
import { makeWorkDir, removeWorkDir } from "#harness/machines/images/work-dir.ts";
import { vmRoot } from "#harness/machines/vm/paths.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { ownContents } from "../../own-machines.ts";

/** npm's tarball for a host, beside the project's Node. */
const npmVersion = "10.9.9";
const npmMs = 900_000;
const diskSize = "4G";

/** npm, its cache with every package of the lock (as from the registry), and node_modules as it installs them. */
const ensureNpm = async (parent: string, { onProgress, signal }: BuildOptions): Promise<string> => {
  const lock = readFileSync(join(repositoryRoot, "package-lock.json"));
  const folder = join(parent, `npm-${digestOfParts([lock, npmVersion, "node_modules"])}`);
  if (existsSync(folder)) return folder;
  onProgress("filling an npm cache for hosts …");
  const workDir = makeWorkDir("npm", parent);
  try {
    const project = join(workDir, "project");
    await mkdir(project);
    // With those of the workspaces, to which npm makes links.
    const manifests = globSync(
      ["package.json", "package-lock.json", "harness/package.json", "packages/*/*"],
      {
        cwd: repositoryRoot,
      },
    );
    for (const name of manifests) await cp(join(repositoryRoot, name), join(project, name));
    const options = { cwd: workDir, timeout: npmMs, cancelSignal: signal };
    const cache = ["--cache", join(workDir, "made", "cache"), "--no-audit", "--no-fund"];
    await mkdir(join(workDir, "made"));
    await execa("npm", ["ci", ...cache], { ...options, cwd: project });
    await execa(
      "tar",
      ["-C", project, "-cf", join(workDir, "made", "node_modules.tar"), "node_modules"],
      options,
    );
    await execa("npm", ["pack", "--silent", `npm@${npmVersion}`], { ...options, cwd: join(workDir, "made") });
    renameSync(join(workDir, "made"), folder);
  } finally {
    removeWorkDir(workDir);
  }
  return folder;
};

/**
 * Makes a disk with the inputs of a host: a clone of the commit, npm's packages and node_modules, the root file system
 * of the machines, and `more`.
 */
export const makeStuffDisk = async (
  file: string,
  options: BuildOptions,
  more: readonly string[] = [],
): Promise<void> => {
  const parent = join(vmRoot(), "hosts");
  mkdirSync(parent, { recursive: true });
  const npm = await ensureNpm(parent, options);
  const base = await ensureBaseTar(ownContents, usualRelease, options);
  const workDir = makeWorkDir("stuff", parent);
  try {
    const at = (name: string) => join(workDir, "root", name);
    await mkdir(at("base"), { recursive: true });
    await execa("git", ["bundle", "create", "--quiet", at("drillbook.bundle"), "HEAD"], {
      cwd: repositoryRoot,
    });
    await cp(join(npm, "cache"), at("npm-cache"), { recursive: true });
    const [tarball = ""] = readdirSync(npm).filter((name) => name.endsWith(".tgz"));
    await cp(join(npm, tarball), at("npm.tgz"));
    await cp(join(npm, "node_modules.tar"), at("node_modules.tar"));
    await cp(base, join(at("base"), basename(base)));
    for (const folder of more) await cp(folder, at(basename(folder)), { recursive: true });
    await execa("chmod", ["-R", "a+rX", join(workDir, "root")]);
    await execa("mke2fs", ["-q", "-t", "ext4", "-d", join(workDir, "root"), file, diskSize]);
  } finally {
    removeWorkDir(workDir);
  }
};
