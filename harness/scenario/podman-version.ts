/** The series of podman that a drill can be asked for, oldest first; each is that of a release of Debian. */
export const podmanVersions = ["4.3", "5.4", "5.8"] as const;

export type PodmanVersion = (typeof podmanVersions)[number];

/** Of the machines of a drill that names none. */
export const usualPodman = "5.4" satisfies PodmanVersion;
