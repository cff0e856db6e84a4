import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Subject, startSubject } from "#harness/contract/contract-rig.ts";
import { systemClock } from "#harness/drill/clock.ts";
import type { RunContext } from "#harness/drill/context.ts";
import { bundle } from "#harness/guest/bundle.ts";
import { containerRigHost } from "#harness/machines/container/index.ts";
import { planOf } from "#harness/plan/testing/plan-of.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { possible, serverNames } from "../fixtures/dns-servers/case.ts";
import { serverCases } from "../fixtures/dns-servers/cases.ts";
import { measure } from "../fixtures/dns-servers/measure.ts";
import { inState, startServers } from "../fixtures/dns-servers/start.ts";
import { fileIsThere, smallScenario, writeTheFile } from "../fixtures/small-scenario.ts";
import { inTurn } from "../in-turn.ts";
import { ownContents } from "../own-machines.ts";
import { openTestEngine } from "../test-engine.ts";
import { isRoot, smallCache, usualCache } from "./support/caches.ts";

const onProgress = (line: string) => void process.stdout.write(`${line}\n`);

/** The context of a drill's check, of which only the machine is used. */
const contextOf = ({ rig }: Subject): RunContext => {
  const scenario = smallScenario("dns-servers", { steady: [fileIsThere], recovery: [writeTheFile] });
  const [[procedureId, procedure] = []] = Object.entries(scenario.procedures);
  if (procedureId === undefined || procedure === undefined) throw new TypeError("no procedure");
  return {
    ...{ plan: planOf(scenario), procedureId, procedure, rig, clock: systemClock },
    ...{ emit: () => {}, seenRed: new Set(), counted: new Map() },
    signal: new AbortController().signal,
  };
};

describe.skipIf(!isRoot)("what real DNS servers answer, asked by the drill's own client and by dig", () => {
  inTurn();
  let subject: Subject;
  beforeAll(async () => {
    process.env["DRILLBOOK_CACHE"] = smallCache;
    subject = await startSubject(
      containerRigHost({ contents: ownContents, engine: await openTestEngine(onProgress) }),
    );
  });
  afterAll(async () => {
    await subject?.rig.stop();
    await subject?.host[Symbol.asyncDispose]();
    process.env["DRILLBOOK_CACHE"] = usualCache;
  });

  test("a machine that was told nothing runs resolved's stub alone, and keeps the incidents' ids free", async () => {
    const listening = await subject.out(
      "ss --no-header --listening --numeric --udp --tcp 'sport = :53 or sport = :953'",
    );
    expect(
      listening
        .split("\n")
        .map((line) => line.split(/\s+/)[4])
        .toSorted(),
    ).toEqual([...["127.0.0.53%lo:53", "127.0.0.53%lo:53", "127.0.0.54:53", "127.0.0.54:53"]]);
    expect(await subject.out("pgrep --list-name 'named|knotd|unbound' || true")).toBe("");
    const timers = await subject.out("systemctl list-timers --all --plain --no-legend");
    expect(timers).not.toMatch(/bind|named|knot|unbound|anchor/);
    expect(
      await subject.out(
        "systemctl is-enabled named knot unbound named-resolvconf unbound-resolvconf || true",
      ),
    ).toBe(Array(5).fill("masked").join("\n"));
    expect(await subject.out("getent passwd 850 995; getent group 850 988 995; true")).toBe("");
  });

  test("every case of the table, on every server", async () => {
    await startServers(subject.machine);
    const run = contextOf(subject);
    const expected: Record<string, string> = {};
    const told: Record<string, string> = {};
    const objections: string[] = [];
    for (const one of serverCases) {
      for (const server of serverNames) {
        const key = `${one.title} (${server})`;
        const measured = await inState(subject.machine, one.state ?? "all-run", server, () =>
          measure(run, "one", server, one),
        );
        expected[key] = one.told[server];
        told[key] = possible(one.told[server]).includes(measured.told) ? one.told[server] : measured.told;
        if (measured.objection !== undefined) objections.push(`${key}: ${measured.objection}`);
      }
    }
    expect(told).toEqual(expected);
    expect(objections).toEqual([]);
  });

  test("bind9 passes the checklist of MCNS, but for what is explained", async () => {
    const program = await bundle("twin/metacircular/programs/mcns/conformance/main.ts", repositoryRoot);
    await subject.machine.writeFile("/root/conformance.mjs", program);
    const told = await subject.out("node --disable-warning=ExperimentalWarning /root/conformance.mjs bind9");
    expect(told).toMatch(/^9\d cases in \d+ ms, 0 without explanation$/m);
  });
});
