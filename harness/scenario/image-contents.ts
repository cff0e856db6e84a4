/** What the images of a project's machines have beside what drillbook puts into every one. */
export type ImageContents = {
  /** Debian packages, by name. */
  readonly packages: readonly string[];
  /** Packages that are not installed: with their dependencies they are files in `/usr/lib/drillbook/packages`. */
  readonly downloads: {
    /** Names, or patterns as apt-patterns(7) has them. */
    readonly packages: readonly string[];
    /** Names of dependencies that are left out; `*` stands for any text. */
    readonly except: readonly string[];
  };
  /** No account or group of a package has one of them. */
  readonly reservedIds: { readonly users: readonly number[]; readonly groups: readonly number[] };
  /** systemd units that do not start before a command unmasks them. */
  readonly maskedUnits: readonly string[];
};

export const noContents: ImageContents = {
  packages: [],
  downloads: { packages: [], except: [] },
  reservedIds: { users: [], groups: [] },
  maskedUnits: [],
};
