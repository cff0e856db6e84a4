import { expect, test } from "vitest";
import type { CommandObservation } from "../probes/command/value.ts";
import { Command } from "../probes/command/value.ts";
import type { DnsObservation, DnsQuery } from "../probes/dns/value.ts";
import type { HttpObservation, HttpProbe } from "../probes/http/value.ts";
import { evaluate } from "./evaluate.ts";
import { match, perVersion } from "./match.ts";

const context = {
  kind: "container",
  versions: { release: "trixie", podman: "5.4" },
  resolve: () => "192.0.2.10",
} as const;
const run = new Command({ machine: "rift", user: "root", script: ["true"] });

const seen = (change: Partial<CommandObservation>): CommandObservation => ({
  kind: "command",
  exitCode: 0,
  signal: undefined,
  stdout: "",
  stderr: "",
  timedOut: false,
  durationMs: 5,
  ...change,
});

const holds = (command: Command, change: Partial<CommandObservation>): boolean =>
  evaluate(command, seen(change), context).ok;

test("a command is expected to exit 0 unless it says otherwise", () => {
  expect(holds(run, {})).toBe(true);
  expect(holds(run, { exitCode: 1 })).toBe(false);
  expect(holds(run.exits(8), { exitCode: 8 })).toBe(true);
  expect(holds(run.exits("nonzero"), { exitCode: 0 })).toBe(false);
  expect(holds(run.exits("nonzero"), { exitCode: 3 })).toBe(true);
});

test("a signal or a time limit is never an exit code", () => {
  const killed = { exitCode: undefined, signal: "SIGKILL" };
  expect(holds(run.exits("any"), killed)).toBe(false);
  expect(holds(run.exits("nonzero"), killed)).toBe(false);
  expect(holds(run.exits("any"), { timedOut: true, exitCode: 0 })).toBe(false);
});

test("printsExactly ignores only the newline at the end", () => {
  expect(holds(run.printsExactly("995"), { stdout: "995\n" })).toBe(true);
  expect(holds(run.printsExactly("995"), { stdout: " 995\n" })).toBe(false);
});

test("prints looks at both streams, and a string is not a pattern", () => {
  expect(holds(run.prints("a.c"), { stderr: "x a.c y" })).toBe(true);
  expect(holds(run.prints("a.c"), { stderr: "abc" })).toBe(false);
  expect(holds(run.prints(/a.c/), { stdout: "abc" })).toBe(true);
});

test("lines are compared as a set", () => {
  const lines = run.printsLines(["b", "a"]);
  expect(holds(lines, { stdout: "a\nb\n" })).toBe(true);
  expect(holds(lines, { stdout: "a\n" })).toBe(false);
  expect(holds(lines, { stdout: "a\nb\nc\n" })).toBe(false);
});

test("printsNothing holds for an empty stdout alone, whatever is on stderr", () => {
  const silent = run.printsNothing();
  expect(holds(silent, { stdout: "" })).toBe(true);
  expect(holds(silent, { stdout: "\n", stderr: "a warning\n" })).toBe(true);
  expect(evaluate(silent, seen({ stdout: "/srv/mcq\n" }), context)).toEqual({
    ok: false,
    expected: "exit 0 and nothing on stdout",
    got: "exit 0: /srv/mcq",
  });
});

test("a fingerprint without a word for this kind of machine does not hold", () => {
  const perKind = run.exits(125, { vm: /creating events dirs/ });
  const result = evaluate(perKind, seen({ exitCode: 125, stderr: "creating events dirs" }), context);
  expect(result.ok).toBe(false);
  expect(result.expected).toContain("declared for a container");
});

test("what is declared for a VM holds for a UML machine, unless it has words of its own", () => {
  const onUml = (command: Command, change: Partial<CommandObservation>) =>
    evaluate(command, seen(change), { ...context, kind: "uml" }).ok;
  const asVm = run.exits({ container: 1, vm: 0 }, { container: "one", vm: "two" });
  expect(onUml(asVm, { exitCode: 0, stdout: "two" })).toBe(true);
  expect(onUml(asVm, { exitCode: 1, stdout: "one" })).toBe(false);
  const own = run.exits({ vm: 0, uml: 3 }, { vm: "two", uml: "three" });
  expect(onUml(own, { exitCode: 3, stdout: "three" })).toBe(true);
  expect(onUml(own, { exitCode: 0, stdout: "two" })).toBe(false);
  expect(onUml(run.prints({ container: "one" }), { stdout: "one" })).toBe(false);
});

test("expected and got read as words", () => {
  const result = evaluate(run.exits(125, /crun/), seen({ exitCode: 1, stderr: "boom\n" }), context);
  expect(result).toEqual({
    ok: false,
    expected: "exit 125 and output that matches /crun/",
    got: "exit 1: boom",
  });
});

const query: DnsQuery = {
  kind: "dns",
  machine: "rift",
  name: "mcq.example",
  type: "A",
  server: ["192.0.2.10"],
  port: 53,
  protocol: "udp",
  timeoutMs: 100,
  expect: { rcode: "NOERROR", answers: [["198.51.100.10"]] },
};

const dnsSeen = (change: Partial<DnsObservation>): DnsObservation => ({
  kind: "dns",
  server: "192.0.2.10",
  protocol: "udp",
  retriedOverTcp: false,
  outcome: "answered",
  rcode: "NOERROR",
  flags: ["aa"],
  answers: [{ name: "mcq.example", type: "A", ttl: 60, data: "198.51.100.10" }],
  authorities: [],
  error: "",
  durationMs: 1,
  ...change,
});

test("a DNS answer must have the rcode and exactly the addresses", () => {
  expect(evaluate(query, dnsSeen({}), context).ok).toBe(true);
  expect(evaluate(query, dnsSeen({ answers: [] }), context)).toEqual({
    ok: false,
    expected: "NOERROR with 198.51.100.10",
    got: "empty NOERROR: no answer and no SOA; the server claims success and says nothing",
  });
  expect(evaluate(query, dnsSeen({ rcode: "NXDOMAIN", answers: [] }), context).ok).toBe(false);
});

test("no DNS answer says what happened instead", () => {
  const dead = dnsSeen({ outcome: "unreachable", rcode: "", answers: [], error: "ECONNREFUSED" });
  expect(evaluate(query, dead, context).got).toBe("unreachable: ECONNREFUSED");
});

const request: HttpProbe = {
  kind: "http",
  machine: "rift",
  url: ["http://127.0.0.1/v1/health"],
  method: "GET",
  timeoutMs: 100,
  expect: { status: 200 },
};

test("an HTTP answer must have the status", () => {
  const answered: HttpObservation = {
    kind: "http",
    outcome: "answered",
    status: 503,
    headers: {},
    body: "database is read-only\n",
    error: "",
    durationMs: 1,
  };
  expect(evaluate(request, { ...answered, status: 200 }, context).ok).toBe(true);
  expect(evaluate(request, answered, context)).toEqual({
    ok: false,
    expected: "status 200",
    got: "status 503: database is read-only",
  });
});

test("an HTTP answer must have the body that is expected, and not only the status", () => {
  const withBody = { ...request, expect: { status: 200, body: match("ok") } };
  const answered: HttpObservation = {
    ...{ kind: "http", outcome: "answered", status: 200, headers: {}, error: "", durationMs: 1 },
    body: "degraded\n",
  };
  expect(evaluate(withBody, { ...answered, body: "it is ok\n" }, context).ok).toBe(true);
  expect(evaluate(withBody, answered, context)).toEqual({
    ok: false,
    expected: 'status 200 and body that contains "ok"',
    got: "status 200: degraded",
  });
});

test("a probe and an observation of different kinds are a bug, not a result", () => {
  expect(() => evaluate(query, seen({}), context)).toThrow(TypeError);
});

test("why a text differs with the kind of machine is no text of a kind", () => {
  const why = "they keep their words in different places";
  const { expect: wanted } = run.prints({ container: "one", vm: /two/, why });
  expect(wanted.output[0]?.match).toEqual({
    kind: "per-kind",
    by: {
      container: { kind: "contains", value: ["one"] },
      vm: { kind: "pattern", source: "two", flags: "" },
    },
    why,
  });
  expect(holds(run.prints({ container: "one", vm: "two", why }), { stdout: "one\n" })).toBe(true);
});

test("a text that differs with a package's version is that of the version in the machine", () => {
  const why = "5 keeps its state in SQLite";
  const wanted = run.prints(perVersion("podman", { "4.3": "bolt", "5.4": /sql/, why }));
  expect(wanted.expect.output[0]?.match).toEqual({
    kind: "per-version",
    of: "podman",
    by: {
      "4.3": { kind: "contains", value: ["bolt"] },
      "5.4": { kind: "pattern", source: "sql", flags: "" },
    },
    why,
  });
  const look = (podman: string, stdout: string) =>
    evaluate(wanted, seen({ stdout }), { ...context, versions: { release: "trixie", podman } });
  expect(look("4.3", "bolt\n").ok).toBe(true);
  expect(look("4.3", "sql\n").ok).toBe(false);
  expect(look("5.4", "sql\n").ok).toBe(true);
  expect(look("5.8", "sql\n")).toMatchObject({
    ok: false,
    expected: expect.stringMatching(/a text declared for podman 5\.8$/),
  });
});

test("texts of versions stand within those of a kind of machine", () => {
  const wanted = run.prints({ container: perVersion("podman", { "4.3": "one", "5.4": "two" }), vm: "three" });
  expect(holds(wanted, { stdout: "two\n" })).toBe(true);
  expect(
    evaluate(wanted, seen({ stdout: "one" }), {
      ...context,
      versions: { release: "bookworm", podman: "4.3" },
    }).ok,
  ).toBe(true);
});
