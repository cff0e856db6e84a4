import type { ReleaseName } from "./releases.ts";

/** Versions by dimension: `{ podman: "4.3" }`, or `{ release: "bookworm" }`. */
export type Versions = Readonly<Record<string, string>>;

/** The release of a machine, and the version of each package that the project has variants of and this release has. */
export type MachineVersions = Versions & { readonly release: ReleaseName };

/** The dimension that every project has. */
export const releaseDimension = "release";

/** The subject whose version it is: "podman"; of a release, "Debian". */
export const dimensionWord = (name: string): string => (name === releaseDimension ? "Debian" : name);

/** The dimensions that are packages. */
export const packageNames = (versions: Versions): string[] =>
  Object.keys(versions).filter((name) => name !== releaseDimension);

/** These dimensions of the versions, those that it has. */
export const versionsOf = (versions: Versions, names: readonly string[]): Versions =>
  Object.fromEntries(names.flatMap((name) => (versions[name] === undefined ? [] : [[name, versions[name]]])));

/** "podman 4.3"; empty for no version. */
export const versionWords = (versions: Versions): string =>
  Object.entries(versions)
    .map(([name, version]) => `${dimensionWord(name)} ${version}`)
    .join(" and ");

/** The flags that ask for all of these: `--podman 5.4,4.3`. */
export const versionFlags = (...all: readonly Versions[]): string[] => {
  const names = new Set(all.flatMap((one) => Object.keys(one)));
  return [...names].map((name) => {
    const versions = new Set(all.flatMap((one) => one[name] ?? []));
    return `--${name} ${[...versions].join(",")}`;
  });
};

/** The end of a name for them: "-podman-4.3". */
export const versionSuffix = (versions: Versions): string =>
  Object.entries(versions)
    .map(([name, version]) => `-${name}-${version}`)
    .join("");
