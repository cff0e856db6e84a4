import { readdirSync, rmSync } from "node:fs";
import { bundleAgent } from "../../guest/bundle.ts";
import type { ImageContents } from "../../scenario/image-contents.ts";
import { withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import { hostSlowness } from "../pace.ts";
import { secondsSince } from "../seconds.ts";
import { baseRepository, ensureBase } from "./base-image.ts";
import type { BuildOptions } from "./base-tar.ts";
import { type ContextFile, contextDigest, contextFiles, writeContext } from "./build-context.ts";
import { readBuildOutput } from "./build-output.ts";
import { ensureAuthority } from "./certificate-authority.ts";
import { pruneFailedBuilds, whileBuilding } from "./failed-builds.ts";
import { recordUse } from "./image-uses.ts";
import { makeOnce } from "./make-once.ts";
import { pin } from "./pins.ts";
import { type Release, usualRelease } from "./releases.ts";
import { machineRepository, pruneImages, tagOf, useImage } from "./stored-images.ts";
import { makeWorkDir } from "./work-dir.ts";

const buildMs = 600_000 * hostSlowness;
/** Those used last: of two projects, the image that they use and the one before it. */
const keptMachineImages = 4;
/** Of two projects. */
const keptOfOtherReleases = 2;
const keptBases = 2;

export type MachineImage = { readonly name: string; readonly digest: string; readonly release: Release };

/**
 * The image of container machines, built when its inputs have changed; `pin` is told its name before it is used.
 * @throws MachineError with the last lines of the build when that fails
 */
export const ensureMachineImage = async (
  engine: Engine,
  contents: ImageContents,
  options: BuildOptions & { readonly pin?: (name: string) => Promise<void> },
  release: Release = usualRelease,
): Promise<MachineImage> => {
  const made = { agent: await bundleAgent(), authority: await ensureAuthority(options) };
  const files = contextFiles(made, contents, release);
  const digest = contextDigest(files);
  const name = `${machineRepository}:${tagOf(release, digest)}`;
  const image: MachineImage = { name, digest, release };
  await options.pin?.(name);
  const find = async () => ((await useImage(engine, name)) ? image : undefined);
  const make = async () => {
    const since = performance.now();
    options.onProgress(
      `building the machine image of Debian ${release.suite} (the first time takes a minute or two) …`,
    );
    await whileBuilding(() => build(engine, image, files, contents, options));
    recordUse(name);
    const keep = release === usualRelease ? keptMachineImages : keptOfOtherReleases;
    await pruneImages(engine, machineRepository, keep, release);
    await pruneImages(engine, baseRepository, keptBases, release);
    if (engine.isolated) await pruneFailedBuilds(engine);
    options.onProgress(`built the machine image in ${secondsSince(since)}`);
    return image;
  };
  return makeOnce({ name, find, make, ...options });
};

const build = async (
  engine: Engine,
  { name, digest, release }: MachineImage,
  files: readonly ContextFile[],
  contents: ImageContents,
  options: BuildOptions,
): Promise<void> => {
  const base = await ensureBase(engine, contents, release, options);
  const unpin = await pin(base.image);
  const dir = makeWorkDir("context");
  try {
    writeContext(dir, files);
    const output = await withDeadline(
      "POST /build",
      engine.docker.buildImage(
        { context: dir, src: readdirSync(dir) },
        {
          t: name,
          buildargs: { BASE: base.image },
          labels: { "drillbook.digest": digest, "drillbook.base": base.image },
          forcerm: true,
          abortSignal: options.signal,
          ...(base.needsNetwork ? {} : { networkmode: "none" }),
        },
      ),
      buildMs,
    );
    const onLine = (line: string) => {
      if (line.startsWith("Step ")) options.onProgress(`  ${line}`);
    };
    await withDeadline(
      "POST /build",
      readBuildOutput("the build of the machine image", output, onLine),
      buildMs,
    );
  } finally {
    unpin();
    rmSync(dir, { recursive: true, force: true });
  }
};
