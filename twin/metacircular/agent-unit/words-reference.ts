type Meaning = {
  /** Verbatim, as a drill saw it; if several are printed, all of them. */
  readonly printed: readonly string[];
  readonly but?: string;
  readonly setting: string;
};

/** Errors of podman and its helpers, and the setting of a unit that causes each. */
const meanings: readonly Meaning[] = [
  {
    printed: [
      "newuidmap: write to uid_map failed: Operation not permitted",
      "should have setuid or have filecaps setuid",
    ],
    setting: "`PATH`: the first newuidmap in it has no setuid bit",
  },
  {
    printed: ["newuidmap: write to uid_map failed: Operation not permitted"],
    but: "without that hint",
    setting:
      "`NoNewPrivileges=true`; or `PrivateUsers=true`, or no CAP_SYS_ADMIN, or neither CAP_SETUID nor CAP_SETGID in `CapabilityBoundingSet=`, or `SystemCallFilter=~@privileged`",
  },
  {
    printed: ["newuidmap: open of uid_map failed: Permission denied"],
    setting: "no CAP_DAC_OVERRIDE in `CapabilityBoundingSet=`",
  },
  {
    printed: ["Could not open proc directory for target"],
    setting: "`ProtectProc=invisible`, and no CAP_SYS_PTRACE in `CapabilityBoundingSet=`",
  },
  {
    printed: ["Failed to open() /dev/net/tun: No such file or directory", "fuse: device not found"],
    setting: "`PrivateDevices=true`",
  },
  {
    printed: ["crun: open `/proc/sys/net/ipv4/ping_group_range`: Read-only file system"],
    setting: "`ProtectKernelTunables=true`",
  },
  {
    printed: ["crun: mount `proc` to `proc`: Operation not permitted"],
    setting: "`ProtectKernelLogs=true`; or `ProtectHostname=true` beside the other settings of the strictest",
  },
  { printed: ["crun: sethostname: Operation not permitted"], setting: "`ProtectHostname=true`" },
  {
    printed: ["cannot clone: Operation not permitted"],
    setting: "`RestrictNamespaces=true`, or a list of allowed namespaces without user or mnt",
  },
  { printed: ["lstat /run/user/850: permission denied"], setting: "`ProtectHome=true`" },
  {
    printed: ["lstat /run/user/850: no such file or directory"],
    setting: "`ProtectHome=tmpfs`; or the account has no session",
  },
  { printed: ["mkdir /run/user/850/libpod: read-only file system"], setting: "`ProtectHome=read-only`" },
  {
    printed: ["open of uid_map failed: Function not implemented"],
    setting: "`RestrictSUIDSGID=true`, and a newuidmap that opens the file by openat2 (Debian 13 since 2026)",
  },
  {
    printed: ["unpacking failed", "operation not permitted"],
    setting: "`RestrictSUIDSGID=true`, and the image has a setuid file",
  },
  {
    printed: ["mkdir /var/tmp/container_images_", "read-only file system"],
    setting: "`ProtectSystem=strict` without /var/tmp in `ReadWritePaths=`",
  },
];

/** A text with backticks needs two around it. */
const literal = (text: string): string => (text.includes("`") ? `\`\`${text}\`\`` : `\`${text}\``);

const row = ({ printed, but, setting }: Meaning): string =>
  `| ${printed.map(literal).join(" … ")}${but === undefined ? "" : ` ${but}`} | ${setting} |`;

/** A table for looking up an error, in Markdown. */
export const wordsReference = (): { readonly title: string; readonly text: string } => ({
  title: "Messages and the settings that cause them",
  text: [
    "Printed on a container machine, by the first podman since the boot.",
    "",
    "| message | setting of the unit |",
    "| - | - |",
    ...meanings.map(row),
  ].join("\n"),
});
