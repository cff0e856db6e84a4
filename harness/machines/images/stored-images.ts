import { statusOf, withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import { type Release, usualRelease } from "./releases.ts";

export const machineRepository = "drillbook/machine";
export const rigRepository = "drillbook/rig";

export const hasImage = async (engine: Engine, name: string): Promise<boolean> => {
  try {
    await withDeadline(`GET /images/${name}/json`, engine.docker.getImage(name).inspect());
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
};

/** The tag of an image with this digest; the images of each release are counted and removed separately. */
export const tagOf = (release: Release, digest: string): string =>
  release === usualRelease ? digest : `${release.suite}-${digest}`;

/** Whether the tag is one of this release's. */
export const isOf = (release: Release, tag: string): boolean =>
  release === usualRelease ? !tag.includes("-") : tag.startsWith(`${release.suite}-`);

export type StoredImage = { readonly tag: string; readonly created: number };

/** The tags to remove; the newest `keep` stay, and those in use. */
export const outdated = (
  images: readonly StoredImage[],
  keep: number,
  inUse: ReadonlySet<string>,
): string[] =>
  images
    .toSorted((one, other) => other.created - one.created)
    .slice(keep)
    .map((image) => image.tag)
    .filter((tag) => !inUse.has(tag));

/**
 * Limits the images of a release in a repository, or of all releases; an image in use is left for the next time.
 */
export const pruneImages = async (
  engine: Engine,
  repository: string,
  keep: number,
  inUse: ReadonlySet<string>,
  release?: Release,
): Promise<void> => {
  const filters = { reference: [repository] };
  const listed = await withDeadline("GET /images/json", engine.docker.listImages({ filters }));
  const stored = listed.flatMap((image) =>
    (image.RepoTags ?? [])
      // Podman says localhost/ before a name without a registry.
      .map((tag) => tag.replace(/^localhost\//, ""))
      .filter((tag) => tag.startsWith(`${repository}:`))
      .filter((tag) => release === undefined || isOf(release, tag.slice(repository.length + 1)))
      .map((tag) => ({ tag, created: image.Created })),
  );
  for (const tag of outdated(stored, keep, inUse)) {
    await withDeadline(`DELETE /images/${tag}`, engine.docker.getImage(tag).remove(), 60_000).catch(
      (error) => {
        if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error;
      },
    );
  }
};
