// Entries as drills write them, with what rootless podman 5.4.2 printed on a Debian machine when each cause was made:
// enough to tell the causes of one error apart, whatever scenarios there are.
import { type IndexEntry, indexSchema, type SeenDifference, type SeenSymptom } from "../index-entry.ts";

const seen = { container: { times: 2, last: "2026-11-20" } };

export const symptom = (title: string, command: string, ...texts: readonly string[]): SeenSymptom => ({
  title,
  machine: "rift",
  user: "mcp",
  command,
  answer: texts.join("\n"),
  texts: texts.map((text) => ({ text, about: true, seen })),
});

export const entry = (
  scenario: string,
  symptoms: readonly SeenSymptom[],
  tellsApart: readonly SeenDifference[] = [],
): IndexEntry => ({
  schema: indexSchema,
  scenario,
  title: `The title of ${scenario}`,
  cause: `The cause of ${scenario}.`,
  drills: seen,
  symptoms,
  tellsApart,
});

export const writeFailed = "newuidmap: write to uid_map failed: Operation not permitted";
export const setuidHint =
  'Error: cannot set up namespace using "/run/current-system/sw/bin/newuidmap": should have setuid or have filecaps setuid: exit status 1';
export const noHint = 'Error: cannot set up namespace using "/usr/bin/newuidmap": exit status 1';
export const otherOwner = "newuidmap: Target process is owned by a different user: uid:850 pw_uid:850";
export const noRanges =
  'cannot find UID/GID for user sshd: no subuid ranges found for user "sshd" in /etc/subuid - check rootless mode in man pages.';

const hint = { kind: "pattern", source: "should have setuid or have filecaps setuid", flags: "" } as const;

/** Three causes of a newuidmap that fails. */
export const newuidmapEntries: readonly IndexEntry[] = [
  entry(
    "newuidmap-path",
    [symptom("podman cannot set up its namespace", "podman info", writeFailed, setuidHint)],
    [{ from: "agent-unit", how: "The newuidmap that is found first has no setuid bit.", look: hint }],
  ),
  entry(
    "agent-unit",
    [
      symptom("the agent cannot start a container", "podman info", writeFailed, noHint),
      {
        ...symptom(
          "the unit takes the setuid bit's effect",
          "systemctl show --property NoNewPrivileges mcp-agent",
        ),
        answer: "NoNewPrivileges=yes",
      },
    ],
    [{ from: "newuidmap-path", how: "newuidmap has its setuid bit, and the unit forbids it.", unless: hint }],
  ),
  entry("uid-collision", [
    symptom("newuidmap is asked by another account", "USER=mcp podman info", otherOwner),
    symptom("podman looks for the ranges of another account", "podman info", noRanges),
  ]),
];
