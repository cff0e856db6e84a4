import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
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

/** The first user of a Debian, as useradd makes it. */
const opsUid = "1000";

type Folders = { readonly at: (name: string) => string; readonly npm: string };

/** A disk with npm and what `fill` puts there. */
const makeDisk = async (
  file: string,
  options: BuildOptions,
  fill: (folders: Folders) => Promise<void>,
): Promise<void> => {
  const parent = join(vmRoot(), "hosts");
  mkdirSync(parent, { recursive: true });
  const npm = await ensureNpm(parent, options);
  const workDir = makeWorkDir("stuff", parent);
  try {
    const at = (name: string) => join(workDir, "root", name);
    await mkdir(at("."), { recursive: true });
    const [tarball = ""] = readdirSync(npm).filter((name) => name.endsWith(".tgz"));
    await cp(join(npm, tarball), at("npm.tgz"));
    await fill({ at, npm });
    await execa("chmod", ["-R", "a+rX", join(workDir, "root")]);
    await execa("mke2fs", ["-q", "-t", "ext4", "-L", "stuff", "-d", join(workDir, "root"), file, diskSize]);
  } finally {
    removeWorkDir(workDir);
  }
};

const bundleTo = (file: string) =>
  execa("git", ["bundle", "create", "--quiet", file, "HEAD"], { cwd: repositoryRoot });

/**
 * Makes a disk for a host on which nothing is installed: the commit, npm's packages as from the registry, and a part of
 * Debian's mirror.
 */
export const makeBareDisk = (file: string, mirror: string, options: BuildOptions): Promise<void> =>
  makeDisk(file, options, async ({ at, npm }) => {
    await bundleTo(at("drillbook.bundle"));
    await cp(join(npm, "cache"), at("npm-cache"), { recursive: true });
    await cp(mirror, at(basename(mirror)), { recursive: true });
  });

/**
 * Makes a disk for the other hosts: a clean clone of the commit with node_modules as `npm ci` leaves it, and the root file
 * system of the machines. They are there as folders, because an emulated host would take minutes to unpack them.
 */
export const makePreparedDisk = async (file: string, options: BuildOptions): Promise<void> => {
  const base = await ensureBaseTar(ownContents, usualRelease, options);
  await makeDisk(file, options, async ({ at, npm }) => {
    const bundle = at("drillbook.bundle");
    await bundleTo(bundle);
    const git = ["-c", "init.defaultBranch=main", "-c", "advice.detachedHead=false"];
    await execa("git", [...git, "clone", "--quiet", bundle, at("drillbook")]);
    await rm(bundle);
    await execa("tar", ["-C", at("drillbook"), "-xf", join(npm, "node_modules.tar")]);
    await mkdir(at("cache/base"), { recursive: true });
    await cp(base, join(at("cache/base"), basename(base)));
    const isRoot = process.getuid?.() === 0;
    // Of another user, the host changes the owner.
    if (isRoot) await execa("chown", ["-R", `${opsUid}:${opsUid}`, at("drillbook"), at("cache")]);
  });
};
