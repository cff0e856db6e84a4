/** The packages whose version a drill can be asked for, a line each: the versions, oldest first, and the usual one. */
export const packages = {
  podman: { versions: ["4.3", "5.4", "5.8"], usual: "5.4" },
} as const;

export type PackageName = keyof typeof packages;

export type VersionOf<P extends PackageName> = (typeof packages)[P]["versions"][number];

export const packageNames = Object.keys(packages) as readonly PackageName[];

/** The versions that were asked for, by package; one that is absent is the usual one. */
export type Versions = { readonly [P in PackageName]?: VersionOf<P> | undefined };

/** As `Versions`, as a file names them: of another drillbook there may be other versions. */
export type NamedVersions = { readonly [P in PackageName]?: string | undefined };

/** The version that machines have. */
export const versionIn = <P extends PackageName>(versions: Versions, name: P): VersionOf<P> =>
  versions[name] ?? packages[name].usual;

/** The versions of a value that has other fields, too; undefined where none was asked for. */
export const versionsIn = <V extends NamedVersions>(some: V): Pick<V, PackageName> =>
  Object.fromEntries(packageNames.map((name) => [name, some[name]])) as Pick<V, PackageName>;

const told = (versions: NamedVersions, words: (name: string, version: string) => string): string[] =>
  packageNames.flatMap((name) => (versions[name] === undefined ? [] : [words(name, versions[name])]));

/** "podman 4.3"; empty when none was asked for. */
export const versionWords = (versions: NamedVersions): string =>
  told(versions, (name, version) => `${name} ${version}`).join(" and ");

/** The flags that ask for all of these: `--podman 5.4,4.3`. */
export const versionFlags = (...all: readonly NamedVersions[]): string[] =>
  packageNames.flatMap((name) => {
    const versions = new Set(all.flatMap((one) => one[name] ?? []));
    return versions.size === 0 ? [] : [`--${name} ${[...versions].join(",")}`];
  });

/** The end of a name for them: "-podman-4.3". */
export const versionSuffix = (versions: NamedVersions): string =>
  told(versions, (name, version) => `-${name}-${version}`).join("");
