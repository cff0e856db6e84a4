// What a diagnosis said of other people's errors and should not have said, each kind of mistake with its smallest text.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readIndex } from "./read-index.ts";
import { diagnosed } from "./testing/public-texts.ts";

const index = readIndex(join(import.meta.dirname, "../../runbooks"));
const of = (...lines: readonly string[]) => diagnosed(lines.join("\n"), index);
const named = (...lines: readonly string[]): string[] =>
  of(...lines).groups.flatMap(({ candidates }) => candidates.map(({ id }) => id));
const hinted = (...lines: readonly string[]): string[] =>
  of(...lines).hints.flatMap(({ next }) => next.map(({ id }) => id));
const questions = (...lines: readonly string[]): string[] =>
  of(...lines).groups.flatMap(({ candidates }) => candidates.flatMap(({ question }) => question?.run ?? []));

const servfail = [
  ";; ->>HEADER<<- opcode: QUERY, status: SERVFAIL, id: 1",
  ";; flags: qr; QUERY: 1, ANSWER: 0, AUTHORITY: 0",
];
const timeout = ";; communications error to 1.1.1.1#53: timed out";
const namespace = 'Error: cannot set up namespace using "/usr/bin/newuidmap": exit status 1';

describe("a text that proves almost nothing", () => {
  it.each([
    ["an empty SERVFAIL", servfail, ["upstream-unreachable", "dnssec-fails", "dns-firewalled"]],
    ["a time-out", [timeout], ["dns-firewalled", "dns-spof", "wrong-resolver"]],
    ["no server that is named", [";; connection timed out; no servers could be reached"], undefined],
  ])("names no cause, and says what to ask next: %s", (_, lines, next) => {
    expect(named(...lines)).toEqual([]);
    const ids = hinted(...lines);
    expect(ids).toEqual(next ?? expect.arrayContaining(["dns-spof"]));
  });

  it("decides nothing where it only follows from another error", () => {
    expect(named(namespace)).toEqual([]);
    expect(of(namespace).hints[0]?.after).toContain("line before");
    const refused = "newuidmap: open of uid_map failed: Permission denied";
    expect(named(refused, namespace)).toEqual([]);
    const invalid = "newuidmap: write to uid_map failed: Invalid argument";
    expect(named(invalid, namespace)[0]).toBe("subid-ranges");
    expect(named(invalid, namespace)).not.toContain("agent-unit");
  });
});

describe("a text that several causes print", () => {
  it("is asked about where a file's owner or mode is refused", () => {
    const chown = named("chown: changing ownership of '/x': Operation not permitted");
    expect(chown).toContain("fchmod-denial");
    expect(chown.length).toBeGreaterThan(1);
    expect(named("Error: EPERM: operation not permitted, chmod '/mnt/c/x'")).toEqual(["foreign-file-system"]);
    const chmod = named("Error: EPERM: operation not permitted, chmod '/data/x'");
    expect(chmod).toEqual(expect.arrayContaining(["fchmod-denial", "fchmod-seccomp"]));
  });

  it("asks whether the account or only its shell lacks the session, where no bus is defined", () => {
    const undefinedBus =
      "Failed to connect to user scope bus via local transport: $DBUS_SESSION_BUS_ADDRESS and $XDG_RUNTIME_DIR not defined";
    expect(named(undefinedBus)).toEqual(["no-user-session", "session-variable"]);
    expect(named(undefinedBus, "Failed to get user: User ID 1001 is not logged in or lingering")[0]).toBe(
      "no-user-session",
    );
  });

  it("asks whether newuidmap's setuid bit has an effect, where podman does not miss the bit", () => {
    const denied =
      "running `/usr/bin/newuidmap 1335 0 1001 1 1 100000 65536`: newuidmap: write to uid_map failed: Operation not permitted";
    const missed =
      'cannot set up namespace using "/usr/bin/newuidmap": should have setuid or have filecaps setuid: exit status 1';
    const withBit = named(denied, namespace);
    expect(withBit).toContain("setuid-without-effect");
    expect(withBit.indexOf("setuid-without-effect")).toBeLessThan(withBit.indexOf("newuidmap-path"));
    expect(questions(denied, namespace)).toContain(
      "ls -l /usr/bin/newuidmap; findmnt --noheadings --output OPTIONS --target /usr/bin/newuidmap",
    );
    expect(named(denied, missed)[0]).toBe("newuidmap-path");
    expect(named(denied, missed).at(-1)).toBe("setuid-without-effect");
  });

  it("names first that no server runs, where a DNS server refuses", () => {
    const causes = named(";; communications error to 192.168.1.8#53: connection refused");
    expect(causes).toEqual(["dns-spof", "wrong-resolver"]);
  });

  it("names first that there is no record, where an answer is empty", () => {
    const causes = named(
      ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1",
      ";; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1",
      ";registry.example.\t\tIN\tAAAA",
      ";; SERVER: 127.0.0.53#53(127.0.0.53) (UDP)",
    );
    expect(causes[0]).toBe("no-record");
    expect(causes).toEqual(expect.arrayContaining(["dns-empty-answers", "dns-cutover"]));
  });

  it("names the text of the run directory, and decides by the debug log", () => {
    const mkdir = "Error: mkdir /run/user/1001: permission denied";
    expect(named(mkdir)).toEqual(["no-user-session", "uid-change"]);
    const overriding =
      'Overriding run root "/run/user/60122/containers" with "/run/user/1000/containers" from database';
    expect(named(mkdir, 'Error: default OCI runtime "crun" not found: invalid argument', overriding)[0]).toBe(
      "uid-change",
    );
    const [group] = of('default OCI runtime "crun" not found', overriding).groups;
    expect(group?.candidates.map(({ id, certainty }) => [id, certainty])).toContainEqual([
      "uid-change",
      "decided",
    ]);
  });
});

describe("a text of the field's programs", () => {
  it.each([
    ["file is not a database", "service-databases-lost"],
    ["attempt to write a readonly database", "container-uid"],
    ["unable to open database file", "container-uid"],
    ["UNIQUE constraint failed: records.name", "duplicate-row"],
    ["migration 7 failed: UNIQUE constraint failed: records.name", "seed-migration"],
    ["x509: certificate is valid for a.example, not b.example", "tls-san-mismatch"],
    ['exec: "newuidmap": executable file not found in $PATH', "newuidmap-path"],
    [
      "driver failed programming external connectivity: listen udp 0.0.0.0:53: bind: address already in use",
      "port-53-conflict",
    ],
  ])("is known without what stood before it in a drill: %s", (text, cause) => {
    expect(named(text)[0]).toBe(cause);
  });
});

describe("a question", () => {
  it("has the reader's own values", () => {
    expect(questions("attempt to write a readonly database: /data/app/app.db").join("\n")).toContain(
      "/data/app/app.db",
    );
    expect(questions('Error: default OCI runtime "runc" not found: invalid argument')[0]).toContain(
      "command -v runc",
    );
    expect(questions(";; communications error to 192.168.1.8#5335: connection refused")[0]).toContain(
      "sport = :5335",
    );
    const collision =
      "newuidmap: Target process is owned by a different user: uid:850 pw_uid:850 st_uid:850, gid:3 pw_gid:4 st_gid:3";
    expect(questions(collision)[0]).toContain("$3 == 850");
  });
});

describe("what looks like an error", () => {
  it.each([
    "+SYSTEMD +SELINUX +APPARMOR +CAP +SECCOMP +EBPF +CRIU +YAJL",
    "DEBU[0000] Configured OCI runtime krun initialization failed: no valid executable found for OCI runtime krun: invalid argument",
    'time="2026-11-21T10:00:00Z" level=debug msg="Configured OCI runtime kata initialization failed: no valid executable"',
  ])("is not what a program tells of itself: %s", (line) => {
    expect(of(line).strangers).toEqual([]);
  });

  it("is a line that a drill saw beside others, where those are not there", () => {
    const { groups, strangers, hints } = of(";; no servers could be reached");
    expect(groups).toEqual([]);
    expect(strangers.length + hints.length).toBe(1);
  });
});

describe("the form of a text", () => {
  const readonly = "attempt to write a readonly database";

  it.each([
    ["bytes in the journal's JSON", JSON.stringify({ MESSAGE: [...Buffer.from(`\u001b[31m${readonly}`)] })],
    ["the journal's JSON", JSON.stringify({ PRIORITY: "3", MESSAGE: readonly })],
    ["a container engine's log file", JSON.stringify({ log: `${readonly}\n`, stream: "stderr" })],
    [
      "a logger's JSON behind compose's prefix",
      `app-1  | {"level":"error","error":"${readonly}","message":"no"}`,
    ],
    ["HTML", `sqlite3.OperationalError: ${readonly.replaceAll(" ", "&#32;")}`],
  ])("may be %s", (_, line) => {
    expect(named(line)[0]).toBe("container-uid");
  });

  it("may have quotation marks of HTML and of word processors", () => {
    expect(named("default OCI runtime &quot;crun&quot; not found")[0]).toBe("runtime-missing");
    expect(named("default OCI runtime “crun” not found")[0]).toBe("runtime-missing");
    expect(named('default OCI runtime \\"crun\\" not found')[0]).toBe("runtime-missing");
  });

  it.each([
    [
      "between words",
      "Error: could not get runtime: default OCI runtime",
      '"crun" not found: invalid argument',
    ],
    [
      "within a word",
      'Error: could not get runtime: default OCI runtime "crun" no',
      "t found: invalid argument",
    ],
    ["and indented", 'msg="default OCI runtime', '      "crun" not found"'],
  ])("may be one line broken %s", (_, first, second) => {
    const { groups, strangers } = of(first, second);
    expect(groups[0]?.candidates[0].id).toBe("runtime-missing");
    expect(strangers).toEqual([]);
  });

  it("is not two lines that have nothing to do with each other", () => {
    expect(named("this is no such file", "is not a database")).toEqual([]);
  });
});
