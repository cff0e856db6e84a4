import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type Docker from "dockerode";
import { enginePaths } from "#harness/machines/engine/cache-paths.ts";
import { connect } from "#harness/machines/engine/engine.ts";
import { leaseEngine } from "#harness/machines/engine/lease.ts";
import { machineRepository } from "#harness/machines/images/stored-images.ts";

/**
 * What machine images are made from is the same in two caches then, and so is their digest: the root file system, and
 * the certificate authority where the second has none.
 */
export const shareBase = (fromCache: string, toCache: string): void => {
  const [from, to] = [join(fromCache, "base"), join(toCache, "base")];
  mkdirSync(from, { recursive: true });
  mkdirSync(to, { recursive: true });
  const there = new Set(readdirSync(to));
  for (const name of readdirSync(from)) {
    if (name.endsWith(".tar") && !there.has(name)) share(join(from, name), join(to, name));
  }
  const [authority, copy] = [join(fromCache, "authority"), join(toCache, "authority")];
  if (existsSync(authority) && !existsSync(copy)) cpSync(authority, copy, { recursive: true });
};

/** Gives a second cache the images of virtual machines that a first one has. */
export const shareVmImages = (fromCache: string, toCache: string): void => {
  const [from, to] = [join(fromCache, "vm", "images"), join(toCache, "vm", "images")];
  mkdirSync(to, { recursive: true });
  for (const digest of readdirSync(from)) {
    // A folder of another name is an image that is being made.
    if (!/^[0-9a-f]+$/.test(digest) || existsSync(join(to, digest))) continue;
    // An image is whole when its folder is there.
    const folder = mkdtempSync(join(to, "shared-"));
    for (const file of readdirSync(join(from, digest))) share(join(from, digest, file), join(folder, file));
    renameSync(folder, join(to, digest));
  }
};

/** The folder for temporary files may be on another file system, where there are no links to it. */
const share = (from: string, to: string): void => {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
};

const tagsIn = async (docker: Docker): Promise<string[]> => {
  const images = await docker.listImages({ filters: { reference: [`${machineRepository}:*`] } });
  return images.flatMap(({ RepoTags }) => RepoTags ?? []);
};

/**
 * Copies an engine's machine images into the private engine of another cache, which takes a fifth of the time that a
 * build takes there; what that has beside them goes.
 */
export const shareMachineImages = async (from: Docker, toCache: string): Promise<void> => {
  const engine = await leaseEngine(enginePaths(toCache), () => {});
  try {
    const to = await connect(`unix://${engine.socket}`);
    const [wanted, there] = await Promise.all([tagsIn(from), tagsIn(to)]);
    for (const tag of wanted.filter((one) => !there.includes(one))) {
      const saved = await from.getImage(tag).get();
      const loading = await to.loadImage(saved);
      await pipeline(loading, async (told) => {
        for await (const _ of told);
      });
    }
    for (const tag of there.filter((one) => !wanted.includes(one)))
      await to.getImage(tag).remove({ force: true });
  } finally {
    await engine[Symbol.asyncDispose]();
  }
};
