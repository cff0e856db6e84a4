import {
  allButOne,
  eachAlone,
  together,
  type UnitMatrix,
  unitMatrix,
  withOneMore,
} from "../../unit-matrix/index.ts";
import { mcpAccount, SETTLED_ID } from "../accounts.ts";
import { rift } from "../hosts.ts";
import { questions, removeContainers, situations } from "./questions.ts";
import {
  breakingSettings,
  commentedSettings,
  countedSettings,
  doubtfulSettings,
  harmingSettings,
  nixSettings,
  otherSettings,
  strictSettings,
  WRAPPERS_PATH,
} from "./sandbox.ts";

const { name: user, group } = mcpAccount;

const strict = together("the strictest", strictSettings);

const matrix: UnitMatrix = {
  id: "agent-unit",
  title: "Which setting breaks it",
  summary:
    "Each setting of the agent's unit was tried by itself and left out by itself, in units of its own that run podman as the agent does. The strictest that works has what harms nobody, of mcp.nix and of all that `systemd-analyze security` counts; whatever it leaves out was tried with it.",
  machine: rift.name,
  base: [
    `User=${user}`,
    `Group=${group}`,
    "WorkingDirectory=/srv/mcp",
    "Environment=HOME=/srv/mcp",
    `Environment=USER=${user}`,
    `Environment=XDG_RUNTIME_DIR=/run/user/${SETTLED_ID}`,
    `Environment=DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/${SETTLED_ID}/bus`,
    `Environment=PATH=${WRAPPERS_PATH}`,
  ],
  groups: [
    {
      id: "whole",
      title: "All at once",
      variants: [
        { title: "no setting at all", lines: [] },
        together("mcp.nix as it stands", nixSettings),
        strict,
      ],
    },
    { id: "alone", title: "Each setting of mcp.nix alone", variants: eachAlone(nixSettings) },
    { id: "all-but", title: "All of mcp.nix but one", variants: allButOne(nixSettings) },
    {
      id: "comments",
      title: "What its comments speak of",
      variants: eachAlone(commentedSettings),
      situations: ["first", "live"],
    },
    {
      id: "others",
      title: "What hardening guides ask for, alone",
      variants: eachAlone(otherSettings),
      situations: ["first"],
    },
    {
      id: "one-more",
      title: "The strictest, with one more of those that it leaves out",
      variants: withOneMore(strictSettings, [...breakingSettings, ...harmingSettings, ...countedSettings]),
      situations: ["first"],
    },
    {
      id: "doubtful",
      title: "The strictest, with one more that is left out for another reason",
      variants: withOneMore(strictSettings, doubtfulSettings),
      situations: ["first"],
    },
  ],
  situations,
  questions,
  notes: [
    "Exposed: counted from each version's file, where systemd never counts PrivateMounts= against a unit. Of a running unit without any setting that makes mounts it does: so “no setting at all” is 9.0, and the agent without its sandbox 9.2.",
    "Somebody ran podman before: podman joins the pause process, with its user namespace and its view of the file system. So of the settings only those count that podman meets before it joins (`ProtectHome=true` hides /run/user, where the pause process is named), and filters of system calls, which no process gets rid of (`RestrictSUIDSGID=true`).",
    "All but one: four settings break podman, each by itself, so each row here still has three of them. Without `RestrictSUIDSGID=true` a live pause process is enough for everything.",
    "`PrivateTmp=true` and `ProtectSystem=strict` harm others: when the agent is the first to run podman, its pause process has its view, and every later podman of mcp gets that view, an operator's, too.",
    "`ProtectHome=read-only` breaks the first podman, which has to make its directory below /run/user, and no later one.",
    "`PrivateUsers=true`, a bounding set without CAP_SYS_ADMIN, or without CAP_SETUID and CAP_SETGID, and a filter of `@privileged` print the same as `NoNewPrivileges=true`: each takes from newuidmap what its setuid bit would give.",
    "`RestrictNamespaces=~cgroup` lets the first podman make its namespaces, and no later one join them: systemd refuses a setns() that does not say which kind of namespace it joins, as podman's does not.",
    "`ProtectProc=invisible` harms nobody alone. With the bounding set newuidmap lacks CAP_SYS_PTRACE, cannot see the process whose map it is to write, and prints its usage.",
    "`PrivateNetwork=true` looks right from inside the unit: the container answers there. The machine does not reach it.",
    "`IPAddressDeny=any` holds for the unit's own requests: from inside the unit the container does not answer, and the machine reaches it.",
    "`MemoryDenyWriteExecute=true` was asked of the unit's own process, and of no container. It is a filter of system calls, and those reach containers, too: do not expect Node, Java or PHP with its compiler to run in one.",
    "`PrivateDevices=true` and `ProtectKernelTunables=true` have two texts each: one from the first start of a container, one from a later start. `ProtectHostname=true` has two as well: alone it stops crun when it sets the name, in the strictest already when it mounts /proc.",
    "Left out for another reason: `ProtectControlGroups=true`, because with cgroup v2 podman writes to control groups, and a container machine has none for it; `DevicePolicy=closed`, because podman leaves the unit's control group for one of the session, so that it protects nothing; `RemoveIPC=true`, because podman's locks are shared memory of mcp: with a session they stay, without one systemd removes them with the agent (seen once, by hand).",
    "The third comment of mcp.nix, that the UID is pinned and never to be changed, has a drill of its own: `uid-change`.",
  ],
  claims: [
    {
      text: "the comment on `ProtectSystem=full`: strict blocks /run/user",
      group: "comments",
      variant: "ProtectSystem=strict · ReadWritePaths=/srv /tmp /var/tmp",
      situation: "first",
      says: "breaks",
      comment:
        "strict leaves /run/user as it is, which is for ProtectHome to protect; what it does take away is /tmp and /var/tmp, also from an operator's podman.",
    },
    {
      text: "the comment on `ProtectHome=false`: true makes /run/user inaccessible, which breaks rootless podman",
      group: "comments",
      variant: "ProtectHome=true",
      situation: "first",
      says: "breaks",
      comment: "It does even where podman ran before.",
    },
    {
      text: "the unit as a whole: with these settings the agent runs containers",
      group: "whole",
      variant: "mcp.nix as it stands",
      situation: "first",
      says: "works",
      comment: "It does so only while somebody else's podman of the same account has left its pause process.",
    },
  ],
  clean: removeContainers,
};

/** The variants of the agent's unit, each asked whether rootless podman works in it. */
export const agentUnitMatrix = unitMatrix(matrix);
