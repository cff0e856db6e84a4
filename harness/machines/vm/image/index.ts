import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HostNotReadyError, MachineError } from "../../../errors.ts";
import { bundleAgent } from "../../../guest/bundle.ts";
import type { ImageContents } from "../../../scenario/image-contents.ts";
import { ensureCommands } from "../../engine/apt-install.ts";
import { vmImageCommands } from "../../engine/host-commands.ts";
import { ensureBaseTar } from "../../images/base-tar.ts";
import { writeContext } from "../../images/build-context.ts";
import { ensureAuthority } from "../../images/certificate-authority.ts";
import { makeOnce } from "../../images/make-once.ts";
import {
  addPackagesOptions,
  type BuildOptions,
  baseTarName,
  runMmdebstrap,
} from "../../images/mmdebstrap.ts";
import { usualRelease } from "../../images/releases.ts";
import { makeWorkDir, removeStaleWorkDirs, removeWorkDir } from "../../images/work-dir.ts";
import { secondsSince } from "../../seconds.ts";
import { type BuildInputs, buildInputs, inputsDigest } from "./build-inputs.ts";
import { makeInitrd } from "./initrd.ts";
import { unpackKernel } from "./kernel.ts";
import { findVmImage, imageNames, pruneVmImages, type VmImage, vmImagesDir } from "./stored-vm-images.ts";

export type { VmImage } from "./stored-vm-images.ts";

const neededBytes = 3 * 1024 ** 3;

/**
 * The image of virtual machines, built when its inputs have changed.
 * @throws HostNotReadyError when this host lacks a program or disk space, or is not x86-64
 * @throws MachineError with the last lines of what failed
 */
export const ensureVmImage = async (contents: ImageContents, options: BuildOptions): Promise<VmImage> => {
  const inputs = buildInputs(
    { agent: await bundleAgent(), authority: await ensureAuthority(options) },
    contents,
  );
  const digest = inputsDigest(inputs);
  return makeOnce({
    name: `the image of virtual machines ${digest}`,
    find: () => findVmImage(digest),
    make: () => makeVmImage(inputs, digest, contents, options),
    ...options,
  });
};

const makeVmImage = async (
  inputs: BuildInputs,
  digest: string,
  contents: ImageContents,
  options: BuildOptions,
): Promise<VmImage> => {
  const since = performance.now();
  await ensureCommands(vmImageCommands, options);
  mkdirSync(vmImagesDir(), { recursive: true });
  removeStaleWorkDirs(vmImagesDir());
  checkSpace();
  const baseTar = await ensureBaseTar(contents, usualRelease, options);
  options.onProgress("building the image of virtual machines (the first time takes about a minute) …");
  const workDir = makeWorkDir("image", vmImagesDir());
  try {
    await build(inputs, baseTar, workDir, options);
    keep(join(workDir, "image"), digest);
  } finally {
    removeWorkDir(workDir);
  }
  await pruneVmImages();
  options.onProgress(`built the image of virtual machines in ${secondsSince(since)}`);
  const built = findVmImage(digest);
  if (!built) throw new MachineError("the image of virtual machines disappeared while it was stored");
  return built;
};

const checkSpace = (): void => {
  const { bavail, bsize } = statfsSync(vmImagesDir());
  if (bavail * bsize >= neededBytes) return;
  throw new HostNotReadyError("too little disk space for the image of virtual machines", {
    expected: `${neededBytes / 1024 ** 3} GiB free in ${vmImagesDir()}`,
    got: `${Math.floor((bavail * bsize) / 1024 ** 2)} MiB`,
    next: "make room, remove old images with drill clean --cache, or set DRILLBOOK_CACHE to another folder",
  });
};

const build = async (
  inputs: BuildInputs,
  baseTar: string,
  workDir: string,
  options: BuildOptions,
): Promise<void> => {
  const at = (...names: string[]) => join(workDir, ...names);
  mkdirSync(at("context"));
  mkdirSync(at("image"));
  writeContext(at("context"), inputs.context);
  for (const [name, data] of inputs.own) writeFileSync(at(name), data);
  await runMmdebstrap(
    [
      ...["sh", at("make-disk.sh"), workDir, inputs.diskSize],
      ...["mmdebstrap", "--format=directory", ...addPackagesOptions(inputs.packages)],
      ...['--customize-hook=sh "$DRILLBOOK_WORK/populate.sh" "$1"', inputs.suite],
    ],
    workDir,
    options,
    { DRILLBOOK_WORK: workDir, DRILLBOOK_CONTEXT: at("context"), [baseTarName]: baseTar },
  );
  const part = (name: string) => inputs.own.get(name) ?? readFileSync(at("parts", name));
  writeFileSync(at("image", imageNames.kernel), unpackKernel(readFileSync(at("parts", "vmlinuz"))));
  writeFileSync(at("image", imageNames.initrd), makeInitrd(part));
  renameSync(at("disk.raw"), at("image", imageNames.disk));
};

/** Moves a complete image into place; another process may have stored the same one first. */
const keep = (folder: string, digest: string): void => {
  const target = join(vmImagesDir(), digest);
  if (!findVmImage(digest)) rmSync(target, { recursive: true, force: true });
  try {
    renameSync(folder, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
};
