import { expect, test } from "vitest";
import {
  ScriptedMachine,
  type ScriptedMachineOptions,
  type ScriptedRule,
} from "../../test/scripted/rig-host.ts";
import { planOf } from "../plan/testing/plan-of.ts";
import type { DnsQuery } from "../probes/dns/value.ts";
import { check, fails } from "../scenario/check.ts";
import { procedure } from "../scenario/scenario.ts";
import { awaitCheck } from "./await-check.ts";
import { deadline } from "./clock.ts";
import type { RunContext } from "./context.ts";
import { look } from "./look.ts";
import { house, lampScenario, mend } from "./testing/lamp.ts";
import { TestClock } from "./testing/test-clock.ts";

const name = "svc.example";
const query: DnsQuery = {
  kind: "dns",
  machine: "house",
  name,
  type: "A",
  server: [house.on("lan")],
  port: 53,
  protocol: "udp",
  timeoutMs: 1000,
  expect: { rcode: "NOERROR", answers: [["192.0.2.7"]] },
};
const resolvesRight = check("svc.example resolves", query);
const line = "dig @192.0.2.7 svc.example A +short";
const found = { answers: [{ name, type: "A", ttl: 60, data: "192.0.2.7" }] };

const setUp = (
  dig: ScriptedRule["answer"],
  options: ScriptedMachineOptions = {},
  clock = new TestClock(),
) => {
  const machine = new ScriptedMachine("house", {
    dns: found,
    rules: [{ match: /^dig /, answer: dig }],
    ...options,
  });
  const run: RunContext = {
    plan: planOf(lampScenario()),
    procedureId: "switch",
    procedure: procedure({ title: "Switch", summary: "Near.", steps: [mend] }),
    rig: {
      machines: new Map([["house", machine]]),
      facts: { engine: "scripted", imageDigest: "scripted" },
      resolveAddress: () => "192.0.2.7",
      stop: async () => {},
    },
    clock,
    signal: new AbortController().signal,
    emit: () => {},
    seenRed: new Set(),
    counted: new Map(),
  };
  return { run, machine, clock };
};

test("the line of the runbook is run on the machine that was asked, and what it printed is kept", async () => {
  const { run, machine } = setUp({ stdout: "192.0.2.7\n" });
  const outcome = await look(run, resolvesRight, 1000);
  expect(outcome).toMatchObject({ ok: true, command: line, got: "NOERROR with 192.0.2.7" });
  expect(outcome.dig).toMatchObject({ kind: "command", stdout: "192.0.2.7\n" });
  expect(machine.executed.map(({ script }) => script)).toEqual([line]);
});

test("a disagreement is a failure that shows both, and makes nothing red", async () => {
  const { run } = setUp({ stdout: "192.0.2.8\n" });
  expect(await look(run, resolvesRight, 1000)).toMatchObject({
    ok: false,
    expected: "NOERROR with 192.0.2.7, and dig to say the same",
    got: "NOERROR with 192.0.2.7; dig says: 192.0.2.8",
  });
  expect([...run.seenRed]).toEqual([]);
});

test("what our own client sees to be wrong needs no second opinion", async () => {
  const { run, machine } = setUp({ stdout: "192.0.2.7\n" }, { dns: { outcome: "timeout", error: "slow" } });
  expect(await look(run, resolvesRight, 1000)).toMatchObject({ ok: false, got: "timeout: slow" });
  expect(machine.executed).toEqual([]);
  expect([...run.seenRed]).toEqual(["svc.example resolves"]);
});

test("that a question fails must be seen by dig, too, before the opposite is red", async () => {
  const broken = fails(resolvesRight, "svc.example no longer resolves");
  const refused = { outcome: "unreachable", error: "connect ECONNREFUSED" } as const;
  const agreeing = setUp(
    { exitCode: 9, stdout: ";; communications error to 192.0.2.7#53: connection refused\n" },
    { dns: refused },
  );
  expect(await look(agreeing.run, broken, 1000)).toMatchObject({ ok: true });
  expect([...agreeing.run.seenRed]).toEqual(["svc.example resolves"]);
  const other = setUp({ stdout: "192.0.2.7\n" }, { dns: refused });
  expect(await look(other.run, broken, 1000)).toMatchObject({
    ok: false,
    got: "unreachable: connect ECONNREFUSED; dig says: 192.0.2.7",
  });
  expect([...other.run.seenRed]).toEqual([]);
});

test("a server that gives up between the two looks fails for both of them", async () => {
  const broken = fails(resolvesRight, "svc.example no longer resolves");
  const silent = { outcome: "timeout", error: "no answer in 1000 ms" } as const;
  // dig +short prints nothing of SERVFAIL.
  const { run } = setUp({ stdout: "" }, { dns: silent });
  expect(await look(run, broken, 1000)).toMatchObject({ ok: true });
  expect([...run.seenRed]).toEqual(["svc.example resolves"]);
});

test("two that disagree for a moment are asked again", async () => {
  let asked = 0;
  const { run, clock } = setUp(() => ({ stdout: ++asked < 3 ? "" : "192.0.2.7\n" }));
  const at = { procedure: "switch", phase: "steady" } as const;
  const awaited = await awaitCheck(run, at, resolvesRight, deadline(clock, 10_000));
  expect(awaited).toMatchObject({ tries: 3, outcome: { ok: true } });
});

test("dig has time of its own: silence that was waited for in full is not taken for one that was cut off", async () => {
  const silence = check("svc.example gets no answer", { ...query, expect: { outcome: "timeout" } });
  const clock = new TestClock();
  const { run, machine } = setUp(
    () => {
      clock.pass(800);
      return {
        exitCode: 9,
        durationMs: 800,
        stdout: ";; communications error to 192.0.2.7#53: timed out\n",
      };
    },
    { dns: { outcome: "timeout", error: "no answer in 1000 ms" } },
    clock,
  );
  const at = { procedure: "switch", phase: "steady" } as const;
  expect(await awaitCheck(run, at, silence, deadline(clock, 500))).toMatchObject({ outcome: { ok: true } });
  expect(machine.executed[0]).toMatchObject({
    script: "dig @192.0.2.7 svc.example A +noall +comments +answer +authority +tries=1 +timeout=1",
    timeoutMs: 2000,
  });
});

test("a name is looked up on every path", async () => {
  const everywhere = check("svc.example resolves on every path", {
    ...{ kind: "lookup", machine: "house", name, family: 4, timeoutMs: 1000 },
    expect: { paths: "alike", addresses: [["192.0.2.7"]] },
  });
  const addresses = ["192.0.2.7"];
  const alike = { getaddrinfo: addresses, resolvectl: addresses, "resolv.conf": addresses };
  const { run } = setUp({}, { lookUp: alike });
  expect(await look(run, everywhere, 1000)).toMatchObject({ ok: true, observation: { kind: "lookup" } });
  const other = setUp({}, { lookUp: { ...alike, resolvectl: ["192.0.2.8"] } });
  expect((await look(other.run, everywhere, 1000)).got).toBe(
    "the paths disagree: getaddrinfo: 192.0.2.7; resolvectl: 192.0.2.8; resolv.conf: 192.0.2.7",
  );
});
