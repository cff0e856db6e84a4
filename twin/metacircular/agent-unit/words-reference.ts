/** What podman prints, as drills have seen it, and which setting of a unit that is. */
const wordsOf: readonly (readonly [words: string, setting: string])[] = [
  [
    "newuidmap: write to uid_map failed: Operation not permitted` … `should have setuid or have filecaps setuid",
    "`PATH`: the newuidmap that comes first in it has no setuid bit",
  ],
  [
    "newuidmap: write to uid_map failed: Operation not permitted` without that hint",
    "`NoNewPrivileges=true`; or `PrivateUsers=true`, or a `CapabilityBoundingSet=` without CAP_SYS_ADMIN",
  ],
  [
    "newuidmap: open of uid_map failed: Permission denied",
    "a `CapabilityBoundingSet=` without CAP_DAC_OVERRIDE",
  ],
  [
    "newuidmap … Could not open proc directory for target",
    "`ProtectProc=invisible` together with a `CapabilityBoundingSet=` without CAP_SYS_PTRACE",
  ],
  [
    "Failed to open() /dev/net/tun: No such file or directory`, `fuse: device not found",
    "`PrivateDevices=true`",
  ],
  ["crun: open /proc/sys/net/ipv4/ping_group_range: Read-only file system", "`ProtectKernelTunables=true`"],
  ["crun: mount proc to proc: Operation not permitted", "`ProtectKernelLogs=true`"],
  ["crun: sethostname: Operation not permitted", "`ProtectHostname=true`"],
  ["cannot clone: Operation not permitted", "`RestrictNamespaces=true`"],
  ["lstat /run/user/850: permission denied", "`ProtectHome=true`"],
  ["lstat /run/user/850: no such file or directory", "`ProtectHome=tmpfs`, or the account has no session"],
  ["mkdir /run/user/850/libpod: read-only file system", "`ProtectHome=read-only`"],
  ["unpacking failed … operation not permitted", "`RestrictSUIDSGID=true`, and the image has a setuid file"],
  [
    "mkdir /var/tmp/container_images_…: read-only file system",
    "`ProtectSystem=strict` without /var/tmp in `ReadWritePaths=`",
  ],
];

const cell = (words: string): string => (words.includes("` without") ? `\`${words}` : `\`${words}\``);

/** A table to look up an error in, in markdown. */
export const wordsReference = (): { readonly title: string; readonly text: string } => ({
  title: "Which words mean which setting",
  text: [
    "Each of these was printed by a container machine with this setting alone, when nobody had run podman since the boot.",
    "",
    "| podman prints | the unit has |",
    "| - | - |",
    ...wordsOf.map(([words, setting]) => `| ${cell(words)} | ${setting} |`),
  ].join("\n"),
});
