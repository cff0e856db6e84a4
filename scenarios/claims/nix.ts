import type { SourceDocument } from "drillbook";

export const nixDocument = {
  id: "nix",
  name: "NIX",
  title: "The NixOS module mcp.nix",
  claims: {
    126: {
      where: "users.mcp",
      text: "mcp is a system user with nologin and the home /srv/mcp.",
    },
    127: {
      where: "users.mcp",
      text: "The UID is 850; to change it destroys all state of containers.",
    },
    128: {
      where: "users.mcp",
      text: "subuid and subgid are 100000:65536.",
    },
    129: {
      where: "users.mcp",
      text: "mcp has the extra group systemd-journal.",
    },
    130: {
      where: "users.mcp",
      text: "mcp lingers.",
    },
    131: {
      where: "groups.mcp",
      text: "The GID is 850.",
    },
    132: {
      where: "comment",
      text: "mcp-master is a container, deployed by `mcp deploy --direct`.",
    },
    133: {
      where: "unit",
      text: "The unit is after, and wants, network-online.target; it is not ordered after user@850.",
      open: "The twin's unit is ordered after user@850, so the race for /run/user/850 cannot show.",
    },
    134: {
      where: "unit",
      text: "ExecStart is the binary /srv/mcp/mcp-agent.",
      outOfReach: "The agent's binary is not available; the twin's agent is a program of Node.",
    },
    135: {
      where: "unit",
      text: "Restart=on-failure, RestartSec=5.",
    },
    136: {
      where: "unit",
      text: "HOME and XDG_RUNTIME_DIR are set.",
    },
    137: {
      where: "unit",
      text: "PATH lacks /run/wrappers/bin.",
    },
    138: {
      where: "unit",
      text: "NoNewPrivileges=true.",
    },
    139: {
      where: "unit",
      text: "ProtectSystem=full, because strict blocks /run/user.",
    },
    140: {
      where: "unit",
      text: "ProtectSystem=full protects /usr and /boot.",
    },
    141: {
      where: "unit",
      text: "ProtectHome=true would hide /run/user and break podman.",
    },
    142: {
      where: "unit",
      text: "PrivateTmp=true.",
    },
    143: {
      where: "unit",
      text: "PrivateDevices=true.",
    },
    144: {
      where: "unit",
      text: "ProtectKernelTunables=true.",
    },
    145: {
      where: "unit",
      text: "ProtectKernelModules=true.",
    },
    146: {
      where: "unit",
      text: "RestrictSUIDSGID=true.",
    },
    147: {
      where: "unit",
      text: "LockPersonality=true.",
    },
    148: {
      where: "unit",
      text: "RestrictRealtime=true.",
    },
    149: {
      where: "unit",
      text: "ReadWritePaths=/srv.",
    },
  },
} as const satisfies SourceDocument;
