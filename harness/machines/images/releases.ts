import { type PodmanVersion, usualPodman } from "../../scenario/podman-version.ts";

/** A release of Debian that machines are made of. */
export type Release = {
  readonly suite: string;
  /** The series of podman in it. */
  readonly podman: PodmanVersion;
  /** Options of apt for this release, in the syntax of apt.conf(5). */
  readonly aptOptions: readonly string[];
  /**
   * Its systemd needs control groups of version 2: 252 cannot use the part of version 1 that an engine shows a
   * container, and 258 and later refuse version 1.
   */
  readonly needsCgroup2: boolean;
};

/** By the podman that they have; the names of packages that one of them has alone are in its own list. */
export const releases: Readonly<Record<PodmanVersion, Release>> = {
  "4.3": { suite: "bookworm", podman: "4.3", aptOptions: [], needsCgroup2: true },
  "5.4": { suite: "trixie", podman: "5.4", aptOptions: [], needsCgroup2: false },
  "5.8": {
    suite: "forky",
    podman: "5.8",
    // A Release file of testing is valid for a week, and some mirrors are older.
    aptOptions: ['Acquire::Check-Valid-Until "false"'],
    needsCgroup2: true,
  },
};

export const usualRelease: Release = releases[usualPodman];
