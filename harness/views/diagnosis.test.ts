import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import { messages } from "../diagnosis/catalogue/catalogue.ts";
import type { Message } from "../diagnosis/catalogue/message.ts";
import type { IndexEntry } from "../diagnosis/index-entry.ts";
import { diagnose } from "../diagnosis/rank.ts";
import { Scan } from "../diagnosis/scan.ts";
import {
  entry,
  newuidmapEntries,
  noHint,
  otherOwner,
  symptom,
  writeFailed,
} from "../diagnosis/testing/entries.ts";
import { renderDiagnosis } from "./diagnosis.ts";

const rendered = (
  lines: readonly string[],
  index: readonly IndexEntry[] = newuidmapEntries,
  columns = 100,
  catalogue: readonly Message[] = [],
): string => {
  const scan = new Scan(index, catalogue);
  for (const line of lines) scan.add(line);
  const runbookOf = (id: string) => (id.startsWith("uid-collision") ? undefined : `runbooks/${id}.md`);
  return renderDiagnosis(diagnose(scan.end(), index), {
    index,
    runbookOf,
    colors: picocolors.createColors(false),
    columns,
    startScenario: "npm run drill diagnose FILE -- --start-scenario my-incident",
  });
};

describe("a diagnosis", () => {
  it("tells each error with its lines, its causes in order, and what no drill has seen", () => {
    expect(
      rendered([writeFailed, noHint, "fine", otherOwner, otherOwner, "the moon is not found"]),
    ).toBe(`2 errors in 6 lines.

Error 1
  line 1    newuidmap: write to uid_map failed: Operation not permitted
  line 2    Error: cannot set up namespace using "/usr/bin/newuidmap": exit status 1

  1. The title of agent-unit (agent-unit)
     cause    The cause of agent-unit.
     fits     1 of 1 symptom that a text can show: lines 1, 2 are “the agent cannot start a
              container”
     seen     in 2 of 2 drills (2 on a container), last on 2026-11-20
     runbook  runbooks/agent-unit.md
     apart    from newuidmap-path: newuidmap has its setuid bit, and the unit forbids it.
              another cause if you see: should have setuid or have filecaps setuid

  2. The title of newuidmap-path (newuidmap-path)
     cause    The cause of newuidmap-path.
     fits     1 of 1 symptom that a text can show: line 1 is “podman cannot set up its namespace”
     seen     in 2 of 2 drills (2 on a container), last on 2026-11-20
     runbook  runbooks/newuidmap-path.md
     apart    from agent-unit: The newuidmap that is found first has no setuid bit.
              look for: should have setuid or have filecaps setuid

Error 2
  line 4 ×2 newuidmap: Target process is owned by a different user: uid:850 pw_uid:850

  1. The title of uid-collision (uid-collision)
     cause    The cause of uid-collision.
     fits     1 of 2 symptoms that a text can show: line 4 is “newuidmap is asked by another
              account”
     seen     in 2 of 2 drills (2 on a container), last on 2026-11-20
     runbook  none yet: npm run drill uid-collision writes it
     apart    from another cause that prints the same: podman looks for the ranges of another
              account
              on rift, as mcp:
              run: podman info
              output in the drill: cannot find UID/GID for user sshd: no subuid ranges found for
              user "sshd" in /etc/subuid - check rootless mode in man pages.

These look like errors, too:
  line 6    the moon is not found

To drill it yourself, start a scenario from the text:
  npm run drill diagnose FILE -- --start-scenario my-incident
`);
  });

  it("tells what a cause is named for, and asks with the values of the text", () => {
    const denied = "Error: error creating tmpdir: mkdir /run/user/1001: permission denied";
    expect(rendered([denied], [entry("uid-change", [])], 100, messages)).toBe(
      `  line 1    ${denied}

  1. The account has no session, so its directory in /run/user is missing (no-user-session)
     because  it can print line 1, and so can other causes: ask before you act
     ask      Does the account have a session or lingering, and does it own the directory?
              run: id -u; echo $XDG_RUNTIME_DIR; ls -ld /run/user/1001; loginctl show-user $(id -un) --property=Linger,State
              this cause if it prints: no such directory, a directory of another account, an
              XDG_RUNTIME_DIR with another UID than the account's, or a user who is neither logged
              in nor lingering

  2. The account's UID differs from the one that podman stored (uid-change)
     because  it can print line 1, and so can other causes: ask before you act
     ask      Does podman's database name the directory of another UID than the account has?
              run: id -u; podman --log-level=debug info 2>&1 | grep 'Overriding run root'
              this cause if it prints: two different UIDs after /run/user, of which the second,
              from the database, is not the account's
     seen     not printed by a drill; drilled as “The title of uid-change”
     runbook  runbooks/uid-change.md
`,
    );
    const overriding =
      'Overriding run root "/run/user/60122/containers" with "/run/user/1000/containers" from database';
    expect(rendered([denied, overriding], [], 100, messages)).toContain(
      "because  this cause alone prints line 2\n",
    );
  });

  it("tells of a text that proves nothing what to ask next, and which drills printed the like", () => {
    const refused = "mcp: log in at https://192.0.2.7:8443: connect 192.0.2.7:8443: ECONNREFUSED";
    const index = [entry("circular-boot", [symptom("no token", "mcp ps", refused)])];
    expect(rendered([refused, "the moon is not found"], index, 100, messages)).toBe(
      `Unknown: no cause is known by this text.

  line 1    ${refused}
  identifies no cause by itself. Ask next:
     if       The service at that address does not run (service-down)
              run: ss --listening --tcp --numeric --processes '( sport = :8443 )'   # on 192.0.2.7
              this one if it prints: no line; the service's own log says why
     seen     in drills of circular-boot

These look like errors:
  line 2    the moon is not found

If the system does not speak English, run the command again with LC_ALL=C: only English texts are known.
To drill it yourself, start a scenario from the text:
  npm run drill diagnose FILE -- --start-scenario my-incident
`,
    );
  });

  it("names the page of each podman, and the drill of it that there is", () => {
    const lamp = entry("lamp", [symptom("it fails", "lamp ps", writeFailed)]);
    const old = {
      ...entry("lamp", [symptom("it fails", "lamp ps", writeFailed), symptom("it smells", "smell", noHint)]),
      versions: { podman: "4.3" },
    };
    const other = entry("fuse", [
      symptom("no current", "fuse", writeFailed),
      symptom("hot", "touch", otherOwner),
    ]);
    const both = rendered([writeFailed, noHint], [lamp, old, other]);
    expect(both).toContain("1. The title of lamp (lamp, with podman 4.3)\n");
    expect(both).toContain("runbook  runbooks/lamp-podman-4.3.md\n");
    expect(both).toContain("runbook  runbooks/lamp.md\n");
    expect(both).toContain("apart    from lamp with another podman: The version of podman says which page");
    expect(both).toContain("apart    from lamp with podman 4.3: The version of podman says which page");
    expect(both).toContain("from lamp: hot\n");
    expect(rendered([writeFailed], [{ ...old, scenario: "uid-collision" }])).toContain(
      "none yet: npm run drill uid-collision -- --podman 4.3 writes it",
    );
  });

  it("prints nothing that a terminal would act on, whatever the text and the index hold", () => {
    const bad = "\u001b[31mthe lamp\u202e refused to go on: denied\u0007 here";
    const index = [entry("lamp", [symptom(`it\u001b[2J fails\u202e`, "true", bad)])];
    const text = rendered([bad, "\u001b]0;x\u0007the moon\u2028 is not found"], index);
    expect(text).toContain("the lamp refused to go on: denied here");
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
    expect(text).toContain("it\\x1b[2J fails\\u202e");
  });

  it("shows the causes that fit best, when there are many", () => {
    const own = "amber blue crimson green indigo orange purple silver violet"
      .split(" ")
      .map((colour) => `Error: ${colour} ${colour}lamp ${colour}bulb is broken`);
    const index = own.map((line, at) =>
      entry(`lamp-${at}`, [symptom("it fails", "true", writeFailed, line)]),
    );
    const text = rendered([writeFailed, ...own], index);
    expect(text).toMatch(/^ {2}6\. /m);
    expect(text).not.toMatch(/^ {2}7\. /m);
    expect(text).toContain("… and 3 causes that fit less; --json lists all of them");
  });

  it("fits a narrow terminal", () => {
    const lines = rendered([writeFailed, noHint, otherOwner], newuidmapEntries, 60).split("\n");
    // A command is not folded, so that it can be copied.
    expect(lines.filter((line) => line.length > 60 && !/^ +run: /.test(line))).toEqual([]);
  });
});
