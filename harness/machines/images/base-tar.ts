import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { ImageContents } from "../../scenario/image-contents.ts";
import { ensureCommands } from "../engine/apt-install.ts";
import { imageCommands } from "../engine/host-commands.ts";
import { secondsSince } from "../seconds.ts";
import { digestOfParts } from "./digest.ts";
import { downloadLists, packageList, sourceDir } from "./lists.ts";
import { makeOnce } from "./make-once.ts";
import { type BuildOptions, excluded, listsName, mmdebstrapOptions, runMmdebstrap } from "./mmdebstrap.ts";
import type { Release } from "./releases.ts";
import { usedLongestAgo } from "./used-longest-ago.ts";
import { baseDir, makeWorkDir, removeWorkDir } from "./work-dir.ts";

export type { BuildOptions } from "./mmdebstrap.ts";

/** Of each release, those used last: of two projects. */
const keptTars = 2;

export const baseDigest = (contents: ImageContents, release: Release): string =>
  digestOfParts([
    ...[release.suite, process.arch, ...packageList(contents, release), ...excluded],
    ...downloadLists(contents).values(),
    readFileSync(join(sourceDir, "scripts/download-packages.sh")),
  ]);

/**
 * The tar of a Debian root file system with every package of the list, made by mmdebstrap once for each release and list.
 * @throws HostNotReadyError when mmdebstrap is missing and may not be installed
 * @throws MachineError with its last lines when it fails
 */
export const ensureBaseTar = async (
  contents: ImageContents,
  release: Release,
  options: BuildOptions,
): Promise<string> => {
  const name = `${release.suite}-${baseDigest(contents, release)}.tar`;
  const tar = join(baseDir(), name);
  const find = () => {
    if (statSync(tar, { throwIfNoEntry: false }) === undefined) return undefined;
    const now = new Date();
    utimesSync(tar, now, now);
    return tar;
  };
  const make = () => makeBaseTar(tar, contents, release, options);
  return makeOnce({ name, find, make, ...options });
};

const makeBaseTar = async (
  tar: string,
  contents: ImageContents,
  release: Release,
  options: BuildOptions,
): Promise<string> => {
  await ensureCommands(imageCommands, options);
  const since = performance.now();
  options.onProgress(
    `making a Debian ${release.suite} root file system with mmdebstrap (about half a minute) …`,
  );
  const workDir = makeWorkDir("root");
  try {
    const target = join(workDir, "root.tar");
    const lists = join(workDir, "lists");
    mkdirSync(lists);
    for (const [name, text] of downloadLists(contents)) writeFileSync(join(lists, name), text);
    const packages = mmdebstrapOptions(packageList(contents, release), release);
    const words = ["mmdebstrap", ...packages, release.suite, target];
    await runMmdebstrap(words, workDir, options, { [listsName]: lists });
    renameSync(target, tar);
  } finally {
    removeWorkDir(workDir);
  }
  pruneBaseTars(release, new Set([tar]));
  options.onProgress(`made the root file system in ${secondsSince(since)}`);
  return tar;
};

/** Removes the tars of a release that were used longest ago. */
export const pruneBaseTars = ({ suite }: Release, inUse: ReadonlySet<string>): void => {
  const stored = readdirSync(baseDir())
    .filter((name) => name.startsWith(`${suite}-`) && name.endsWith(".tar"))
    .map((name) => join(baseDir(), name))
    .map((file) => ({ name: file, usedMs: statSync(file).mtimeMs }));
  for (const file of usedLongestAgo(stored, keptTars, inUse)) rmSync(file, { force: true });
};
