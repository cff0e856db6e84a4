import { readBesideThis } from "../paths.ts";

/** Lines of a unit's [Service] section, by setting. */
const settingsFrom = (file: string, after: RegExp): readonly string[] => {
  const lines = readBesideThis(`units/${file}`).split("\n");
  const start = lines.findIndex((line) => after.test(line));
  const end = lines.findIndex((line, index) => index > start && line.startsWith("["));
  return lines
    .slice(start + 1, end === -1 ? undefined : end)
    .filter((line) => line.includes("=") && !line.startsWith("#"));
};

export const WRAPPERS_PATH = "/run/wrappers/bin:/run/current-system/sw/bin:/usr/local/bin";
export const NIX_PATH = "/run/current-system/sw/bin:/usr/local/bin";

const nixPath = `Environment=PATH=${NIX_PATH}`;

/** What mcp.nix sets, line by line. */
export const nixSettings: readonly string[] = [
  nixPath,
  ...settingsFrom("mcp-agent-nix.service", /^OOMPolicy=/),
];

/** Those that keep rootless podman from starting a container when it was not run since the boot. */
export const breakingSettings: readonly string[] = [
  nixPath,
  "NoNewPrivileges=true",
  "PrivateDevices=true",
  "ProtectKernelTunables=true",
  // Its filter answers openat2 with ENOSYS; the newuidmap of shadow's update of 2026 opens uid_map by it.
  "RestrictSUIDSGID=true",
];

/** Those with which containers start, but something else fails: an operator's /tmp. */
export const harmingSettings: readonly string[] = ["PrivateTmp=true"];

/** The drop-in with the strictest sandbox that works. */
export const strictDropIn = (): string => readBesideThis("units/mcp-agent-sandbox.conf");

/** Its lines. */
export const strictSettings: readonly string[] = settingsFrom("mcp-agent-sandbox.conf", /^\[Service\]$/);

/** Settings of hardening guides that neither the module nor the strictest sandbox has; tried in the module's unit. */
export const otherSettings: readonly (string | readonly string[])[] = [
  "ProtectHostname=true",
  "ProtectKernelLogs=true",
  "ProtectProc=invisible",
  "PrivateUsers=true",
  "RestrictNamespaces=true",
  "CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_DAC_OVERRIDE",
  "CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_SYS_ADMIN",
  "CapabilityBoundingSet=",
  ["SystemCallFilter=@system-service", "SystemCallErrorNumber=EPERM"],
];

/** Settings that `systemd-analyze security` counts against the strictest sandbox, without those of mcp.nix; none can be added. */
export const countedSettings: readonly string[] = [
  "CapabilityBoundingSet=~CAP_DAC_OVERRIDE",
  "CapabilityBoundingSet=~CAP_SETUID CAP_SETGID",
  "CapabilityBoundingSet=~CAP_SYS_ADMIN",
  "IPAddressDeny=any",
  "MemoryDenyWriteExecute=true",
  "PrivateNetwork=true",
  "PrivateUsers=true",
  "ProcSubset=pid",
  "ProtectHome=true",
  "ProtectHostname=true",
  "ProtectKernelLogs=true",
  "ProtectProc=invisible",
  "RestrictAddressFamilies=~AF_INET AF_INET6",
  "RestrictAddressFamilies=~AF_NETLINK",
  "RestrictAddressFamilies=~AF_UNIX",
  ...["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"].map((name) => `RestrictNamespaces=~${name}`),
  ...["mount", "privileged", "resources"].map((name) => `SystemCallFilter=~@${name}`),
];

/** Further such settings, whose harm a container machine does not show. */
export const doubtfulSettings: readonly string[] = [
  "DevicePolicy=closed",
  "ProtectControlGroups=true",
  "RemoveIPC=true",
];

/** The claims of the module's comments. */
export const commentedSettings: readonly (string | readonly string[])[] = [
  ["ProtectSystem=strict", "ReadWritePaths=/srv"],
  ["ProtectSystem=strict", "ReadWritePaths=/srv /tmp /var/tmp"],
  "ProtectHome=true",
  "ProtectHome=read-only",
  "ProtectHome=tmpfs",
];
