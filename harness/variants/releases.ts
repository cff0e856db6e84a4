/** The releases of Debian that machines can be made of, oldest first; `machines/images/releases.ts` says how. */
export const releaseNames = ["bookworm", "trixie", "forky"] as const;

export type ReleaseName = (typeof releaseNames)[number];

/** The release of machines for which nothing else is asked. */
export const usualReleaseName: ReleaseName = "trixie";
