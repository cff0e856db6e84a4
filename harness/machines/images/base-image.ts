import { createReadStream } from "node:fs";
import type { ImageContents } from "../../scenario/image-contents.ts";
import { withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import { hostSlowness } from "../pace.ts";
import { type BuildOptions, baseDigest, ensureBaseTar } from "./base-tar.ts";
import { readBuildOutput } from "./build-output.ts";
import { recordUse } from "./image-uses.ts";
import { makeOnce } from "./make-once.ts";
import type { Release } from "./releases.ts";
import { hasImage, tagOf } from "./stored-images.ts";

const firstSignMs = 5000;
const pullMs = 180_000;
/** As long as a build: on an emulated host two minutes were too short. */
const importMs = 600_000 * hostSlowness;

const slimImage = ({ suite }: Release): string => `debian:${suite}-slim`;
export const baseRepository = "drillbook/base";

export type Base = {
  readonly image: string;
  /** Whether the build on top of it has to install packages over the network. */
  readonly needsNetwork: boolean;
};

/** The base of the machine image: Debian's image if the engine can get it, else one made here. */
export const ensureBase = async (
  engine: Engine,
  contents: ImageContents,
  release: Release,
  options: BuildOptions,
): Promise<Base> => {
  const slim = slimImage(release);
  // Without a network no image can be pulled, and no package installed.
  if (!engine.isolated && ((await hasImage(engine, slim)) || (await canPull(engine, slim, options)))) {
    return { image: slim, needsNetwork: true };
  }
  const image = `${baseRepository}:${tagOf(release, baseDigest(contents, release))}`;
  const find = async () => ((await hasImage(engine, image)) ? image : undefined);
  const make = async () => {
    const tar = await ensureBaseTar(contents, release, options);
    options.onProgress("importing the root file system …");
    // The tag is part of the name here: Podman 4.3 does not read the parameter of its own that Docker has for it.
    const output = await withDeadline(
      "POST /images/create?fromSrc=-",
      engine.docker.importImage(createReadStream(tar), { repo: image }),
      importMs,
    );
    await withDeadline(
      "import",
      readBuildOutput("the import", output, () => {}),
      importMs,
    );
    return image;
  };
  await makeOnce({ name: image, find, make, ...options });
  recordUse(image);
  return { image, needsNetwork: false };
};

/** Tries only briefly: many hosts have no registry, and the other base is equivalent. */
const canPull = async (engine: Engine, slim: string, options: BuildOptions): Promise<boolean> => {
  try {
    const output = await withDeadline(`pull ${slim}`, engine.docker.pull(slim), firstSignMs);
    await withDeadline(
      `pull ${slim}`,
      readBuildOutput("the pull", output, () => {}),
      pullMs,
    );
    options.onProgress(`pulled ${slim}`);
    return true;
  } catch {
    options.onProgress(`${slim} cannot be pulled here; a root file system is made instead`);
    return false;
  }
};
