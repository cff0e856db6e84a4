import { type ReleaseName, releaseNames, usualReleaseName } from "./releases.ts";
import { type MachineVersions, releaseDimension } from "./versions.ts";

/**
 * What the drills of a project can differ in beside the kind of machine: by dimension its versions, and the release of
 * Debian that has each.
 */
export type Variants = Readonly<Record<string, Readonly<Record<string, ReleaseName>>>>;

/** Those of a project that declares none. */
export const releasesAlone: Variants = {
  [releaseDimension]: Object.fromEntries(releaseNames.map((name) => [name, name])),
};

/** The versions in a dimension, in the order in which they are declared. */
export const versionNames = (variants: Variants, dimension: string): string[] =>
  Object.keys(variants[dimension] ?? {});

/** The versions of machines that are made of a release. */
export const versionsIn = (variants: Variants, release: ReleaseName): MachineVersions => ({
  ...Object.fromEntries(
    Object.entries(variants).flatMap(([dimension, releases]) =>
      Object.entries(releases)
        .filter(([, one]) => one === release)
        .map(([version]) => [dimension, version]),
    ),
  ),
  release,
});

/** The versions of machines for which nothing else is asked. */
export const usualVersions = (variants: Variants): MachineVersions => versionsIn(variants, usualReleaseName);
