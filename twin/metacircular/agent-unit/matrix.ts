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
    "Each setting of the agent's unit was tried alone and left out alone, in separate units that run podman as the agent does. The strictest sandbox has every harmless setting of mcp.nix and of `systemd-analyze security`. Each setting that it leaves out was tried with it.",
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
      title: "The settings that its comments mention",
      variants: eachAlone(commentedSettings),
      situations: ["first", "live"],
    },
    {
      id: "others",
      title: "Settings of hardening guides, alone",
      variants: eachAlone(otherSettings),
      situations: ["first"],
    },
    {
      id: "one-more",
      title: "The strictest, with one of the settings that it leaves out",
      variants: withOneMore(strictSettings, [...breakingSettings, ...harmingSettings, ...countedSettings]),
      situations: ["first"],
    },
    {
      id: "doubtful",
      title: "The strictest, with one setting that is left out for another reason",
      variants: withOneMore(strictSettings, doubtfulSettings),
      situations: ["first"],
    },
  ],
  situations,
  questions,
  notes: [
    "Exposed: computed from each version's file, where systemd never counts PrivateMounts= against a unit. For a running unit without mount settings it does: so “no setting at all” is 9.0, and the agent without its sandbox is 9.2.",
    "After another podman: podman joins the pause process, with its user namespace and its view of the file system. So only two kinds of settings have an effect. The first are those that podman meets before it joins: `ProtectHome=true` hides /run/user, where the pause process is named. The second are filters of system calls, which a process cannot remove (`RestrictSUIDSGID=true`).",
    "All but one: each of five settings breaks podman by itself, so each row here still has four of them. Without `RestrictSUIDSGID=true` a live pause process is enough for every question.",
    "`PrivateTmp=true` and `ProtectSystem=strict` impair other processes. When the agent is the first to run podman, its pause process has the agent's view of the file system. Every later podman of mcp gets that view, including an operator's.",
    "`ProtectHome=read-only` breaks only the first podman, which has to make its directory below /run/user.",
    "These print the same as `NoNewPrivileges=true`: `PrivateUsers=true`, a bounding set without CAP_SYS_ADMIN, one without CAP_SETUID and CAP_SETGID, and a filter of `@privileged`. Each removes from newuidmap the rights of its setuid bit.",
    "`RestrictNamespaces=~cgroup` lets the first podman make its namespaces, but no later one can join them: systemd refuses a setns() without the kind of the namespace, and podman calls it so.",
    "`ProtectProc=invisible` alone is harmless. With the bounding set newuidmap lacks CAP_SYS_PTRACE, cannot see the process whose map it must write, and prints its usage.",
    "`PrivateNetwork=true` looks right from inside the unit: the container answers there. The machine cannot reach it.",
    "`IPAddressDeny=any` applies to the unit's own requests: the container does not answer inside the unit, but the machine reaches it.",
    "`MemoryDenyWriteExecute=true` was tried with the unit's own process, and with no container. It is a filter of system calls, which also applies to containers: do not expect Node, Java or PHP with its compiler to run in one.",
    "`PrivateDevices=true` and `ProtectKernelTunables=true` have two messages each: one from the first start of a container, one from a later start. `ProtectHostname=true` has two as well: alone it stops crun when crun sets the name, in the strictest sandbox earlier, when crun mounts /proc.",
    "Left out for another reason: `ProtectControlGroups=true`, because with cgroup v2 podman writes to control groups, and a container machine has none for it. `DevicePolicy=closed`, because podman moves from the unit's control group to one of the session, so the setting protects nothing. `RemoveIPC=true`, because podman's locks are shared memory of mcp. With a session they stay; without one systemd removes them with the agent (seen once, by hand).",
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
        "strict leaves /run/user unchanged, which ProtectHome protects; but it makes /tmp and /var/tmp read-only, also for an operator's podman.",
    },
    {
      text: "the comment on `ProtectHome=false`: true makes /run/user inaccessible, which breaks rootless podman",
      group: "comments",
      variant: "ProtectHome=true",
      situation: "first",
      says: "breaks",
      comment: "It breaks podman even after another podman ran before.",
    },
    {
      text: "the unit as a whole: with these settings the agent runs containers",
      group: "whole",
      variant: "mcp.nix as it stands",
      situation: "first",
      says: "works",
      comment: "It does so only while the pause process of another podman of the same account lives.",
    },
  ],
  clean: removeContainers,
};

/** The variants of the agent's unit, each asked whether rootless podman works in it. */
export const agentUnitMatrix = unitMatrix(matrix);
