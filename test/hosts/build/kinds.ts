/** A root file system that hosts are made of. */
export type HostImageKind = {
  readonly name: string;
  readonly suite: string;
  readonly aptOptions: readonly string[];
  readonly packages: readonly string[];
};

/** A Debian server as its installer leaves it, with a kernel, and git to clone with. */
const system = [
  ...[
    "apparmor",
    "apt",
    "busybox-static",
    "ca-certificates",
    "dbus",
    "dbus-user-session",
    "e2fsprogs",
    "git",
  ],
  ...["iproute2", "kmod", "libpam-systemd", "linux-image-cloud-amd64", "procps", "sudo", "systemd"],
  ...["systemd-sysv", "tiny-initramfs", "udev", "util-linux"],
];
/** The requirements of drillbook on a host where it may not install packages, besides an engine. */
const forImages = ["debian-archive-keyring", "mmdebstrap", "openssl"];
const docker = ["docker.io", "iptables"];
const rootless = ["fuse-overlayfs", "passt", "slirp4netns", "uidmap"];
const podman = ["aardvark-dns", "catatonit", "crun", "netavark", "podman"];

export const hostImages = {
  bare: { name: "bare", suite: "trixie", aptOptions: [], packages: [...system, "systemd-resolved"] },
  engines: {
    name: "engines",
    suite: "trixie",
    aptOptions: [],
    packages: [
      ...[...system, "systemd-resolved", ...forImages, ...docker, "docker-cli"],
      ...[...rootless, ...podman, "rootlesskit"],
    ],
  },
  bookworm: {
    name: "bookworm",
    suite: "bookworm",
    aptOptions: [],
    packages: [...system, "systemd-resolved", ...forImages, ...docker],
  },
  forky: {
    name: "forky",
    suite: "forky",
    aptOptions: ['Acquire::Check-Valid-Until "false"'],
    packages: [...system, "systemd-resolved", ...forImages, ...docker, "docker-cli"],
  },
} as const satisfies Record<string, HostImageKind>;
