import { readFileSync } from "node:fs";
import type { ImageContents } from "../../../scenario/image-contents.ts";
import { baseDigest } from "../../images/base-tar.ts";
import { type ContextFile, guestNode, type Made, vmContextFiles } from "../../images/build-context.ts";
import { digestOfParts } from "../../images/digest.ts";
import { suite, vmPackageList } from "../../images/lists.ts";
import { addPackagesOptions } from "../../images/mmdebstrap.ts";
import { usualRelease } from "../../images/releases.ts";
import { makeInitrd } from "./initrd.ts";

/** The size that the guest sees; the file is sparse. */
const diskSize = "8G";

const ownFiles = ["init", "make-disk.sh", "populate.sh"];

const read = (name: string): Buffer => readFileSync(new URL(name, import.meta.url));

/** The inputs of an image. */
export type BuildInputs = {
  readonly suite: string;
  readonly arch: string;
  readonly nodeVersion: string;
  readonly diskSize: string;
  /** The root file system that the packages are added to. */
  readonly base: string;
  readonly packages: readonly string[];
  /** For the root file system. */
  readonly context: readonly ContextFile[];
  /** The scripts of the build itself, and init. */
  readonly own: ReadonlyMap<string, Buffer>;
};

export const buildInputs = (made: Made, contents: ImageContents): BuildInputs => ({
  suite,
  arch: process.arch,
  nodeVersion: guestNode().version,
  diskSize,
  base: baseDigest(contents, usualRelease),
  packages: vmPackageList(),
  context: vmContextFiles(made, contents),
  own: new Map(ownFiles.map((name) => [name, read(name)])),
});

/** Changes with every input of the image. */
export const inputsDigest = (inputs: BuildInputs): string =>
  digestOfParts([
    ...[inputs.suite, inputs.arch, inputs.nodeVersion, inputs.diskSize, inputs.base],
    ...addPackagesOptions(inputs.packages),
    ...inputs.context.flatMap(({ path, data, executable }) => [path, data, String(executable)]),
    ...[...inputs.own].flat(),
    // The layout, with names in place of the build's contents.
    makeInitrd((part) => inputs.own.get(part) ?? Buffer.from(part)),
  ]);
