import { statusOf, withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import { forgetUses, lastUseMs, recordUse } from "./image-uses.ts";
import { removeUnpinned } from "./pins.ts";
import { type Release, usualRelease } from "./releases.ts";
import { usedLongestAgo } from "./used-longest-ago.ts";

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

/** As `hasImage`; an image that is there counts as used now. */
export const useImage = async (engine: Engine, name: string): Promise<boolean> => {
  const found = await hasImage(engine, name);
  if (found) recordUse(name);
  return found;
};

/** The tag of an image with this digest; the images of each release are counted and removed separately. */
export const tagOf = (release: Release, digest: string): string =>
  release === usualRelease ? digest : `${release.suite}-${digest}`;

/** Whether the tag is one of this release's. */
export const isOf = (release: Release, tag: string): boolean =>
  release === usualRelease ? !tag.includes("-") : tag.startsWith(`${release.suite}-`);

/**
 * Limits the images of a release in a repository, or of all releases, to the `keep` that were used last, whatever the
 * project; an image in use is left for the next time, and so is one that a living command has pinned.
 */
export const pruneImages = async (
  engine: Engine,
  repository: string,
  keep: number,
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
      .map((tag) => ({ name: tag, usedMs: lastUseMs(tag) ?? image.Created * 1000 })),
  );
  for (const tag of usedLongestAgo(stored, keep)) {
    await removeUnpinned(tag, () =>
      withDeadline(`DELETE /images/${tag}`, engine.docker.getImage(tag).remove(), 60_000)
        .then(() => forgetUses(tag))
        .catch((error) => {
          if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error;
        }),
    );
  }
};
