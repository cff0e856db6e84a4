import { type ReleaseName, usualReleaseName } from "../../variants/releases.ts";

/** A release of Debian that machines are made of; the packages that one of them has alone are in its own list. */
export type Release = {
  readonly suite: string;
  /** Options of apt for this release, in the syntax of apt.conf(5). */
  readonly aptOptions: readonly string[];
  /**
   * Its systemd needs control groups of version 2: 252 cannot use the part of version 1 that an engine shows a
   * container, and 258 and later refuse version 1.
   */
  readonly needsCgroup2: boolean;
};

export const releases: Readonly<Record<ReleaseName, Release>> = {
  bookworm: { suite: "bookworm", aptOptions: [], needsCgroup2: true },
  trixie: { suite: "trixie", aptOptions: [], needsCgroup2: false },
  forky: {
    suite: "forky",
    // A Release file of testing is valid for a week, and some mirrors are older.
    aptOptions: ['Acquire::Check-Valid-Until "false"'],
    needsCgroup2: true,
  },
};

export const usualRelease: Release = releases[usualReleaseName];
