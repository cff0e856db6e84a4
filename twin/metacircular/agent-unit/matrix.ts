import { allButOne, eachAlone, together, type UnitMatrix, unitMatrix, withOneMore } from "#harness";
import { mcpAccount, SETTLED_ID } from "../accounts.ts";
import { rift } from "../hosts.ts";
import { questions, removeContainers, situations } from "./questions.ts";
import {
  breakingSettings,
  commentedSettings,
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
    "Each setting of the agent's unit was tried by itself and left out by itself, in units of its own that run podman as the agent does.",
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
      title: "What mcp.nix does not set",
      variants: eachAlone(otherSettings),
      situations: ["first"],
    },
    {
      id: "one-more",
      title: "The strictest, with one more of those that it leaves out",
      variants: withOneMore(strictSettings, [
        ...breakingSettings,
        ...harmingSettings,
        "ProtectProc=invisible",
      ]),
      situations: ["first"],
    },
  ],
  situations,
  questions,
  claims: [
    {
      text: "mcp.nix, beside ProtectSystem: strict blocks /run/user",
      group: "comments",
      variant: "ProtectSystem=strict · ReadWritePaths=/srv /tmp /var/tmp",
      situation: "first",
      says: "breaks",
      comment:
        "strict leaves /run/user as it is, which is for ProtectHome to protect; what it does take away is /tmp and /var/tmp, also from an operator's podman.",
    },
    {
      text: "mcp.nix, beside ProtectHome: true makes /run/user inaccessible, which breaks rootless podman",
      group: "comments",
      variant: "ProtectHome=true",
      situation: "first",
      says: "breaks",
      comment: "It does even where podman ran before.",
    },
    {
      text: "mcp.nix as a whole: with these settings the agent runs containers",
      group: "whole",
      variant: "mcp.nix as it stands",
      situation: "first",
      says: "works",
      comment: "It does so only while somebody else's podman of the same account has left its pause process.",
    },
  ],
  clean: removeContainers,
};

/** The agent's unit in many versions, each asked whether rootless podman works in it. */
export const agentUnitMatrix = unitMatrix(matrix);
