import { execFile } from "node:child_process";
import type { Answer, Packet } from "dns-packet";
import { describe, expect, test } from "vitest";
import {
  type AnswerDns,
  bothDns,
  closedPort,
  reply,
  udpDns,
} from "#harness/machines/channel/testing/servers.ts";
import type { CommandObservation } from "#harness/probes/command/value.ts";
import { digDisagreement } from "#harness/probes/dns/dig-agreement.ts";
import { digLine } from "#harness/probes/dns/dig-line.ts";
import { evaluateDns } from "#harness/probes/dns/evaluate.ts";
import { askDns } from "#harness/probes/dns/guest/ask.ts";
import type { DnsExpectation, DnsQuery } from "#harness/probes/dns/value.ts";
import { isRoot } from "./support/caches.ts";

const name = "svc.example";
const a: Answer = { type: "A", name, ttl: 60, data: "192.0.2.7" };
const soa: Answer = {
  type: "SOA",
  name: "example",
  ttl: 60,
  data: {
    mname: "ns.example",
    rname: "root.example",
    serial: 7,
    refresh: 1,
    retry: 2,
    expire: 3,
    minimum: 4,
  },
};
const manyRecords: Answer[] = [
  { type: "TXT", name, data: ['one "', "tw\\o é"] },
  { type: "CNAME", name, data: "Y.example" },
  { type: "MX", name, data: { preference: 10, exchange: "m.example" } },
  { type: "CAA", name, data: { flags: 0, tag: "issue", value: "ca" } },
  { type: "HINFO", name, data: { cpu: "c p", os: "o" } },
  { type: "SRV", name, data: { priority: 1, weight: 2, port: 3, target: "t" } },
  { type: "AAAA", name, data: "2001:db8::1" },
  { type: "DS", name, data: { keyTag: 1, algorithm: 2, digestType: 1, digest: Buffer.alloc(20) } },
  soa,
];

const runDig = (query: DnsQuery): Promise<CommandObservation> =>
  new Promise((resolve) => {
    execFile("/bin/sh", ["-c", digLine(query, () => "")], { timeout: 60_000 }, (error, stdout, stderr) => {
      const exitCode = typeof error?.code === "number" ? error.code : 0;
      const ended = { signal: undefined, timedOut: error?.killed === true, durationMs: 1 };
      resolve({ kind: "command", exitCode, stdout, stderr, ...ended });
    });
  });

const asks = (port: number, expected: DnsExpectation): DnsQuery => ({
  kind: "dns",
  machine: "here",
  name,
  type: "A",
  server: ["127.0.0.1"],
  port,
  protocol: "udp",
  timeoutMs: 700,
  expect: expected,
});
const right: DnsExpectation = { rcode: "NOERROR", answers: [["192.0.2.7"]] };

/** Whether the expectation holds for our client, and the difference that dig reports. */
const seenBoth = async (query: DnsQuery, claim = { negated: false }) => {
  const own = await askDns({ ...query, server: "127.0.0.1" });
  const { ok } = evaluateDns(query, own, () => "");
  return { ok: ok !== claim.negated, dig: digDisagreement(query, own, await runDig(query), claim) };
};
const agreed = { ok: true, dig: undefined };

const cases: [string, AnswerDns, DnsExpectation][] = [
  ["an address", (question) => reply(question, [a]), right],
  [
    "flags, a TTL",
    (question) => reply(question, [a]),
    { ...right, flags: { aa: true, ra: false }, ttl: { least: 60, most: 60 } },
  ],
  ["records of many types", (question) => reply(question, manyRecords), { rcode: "NOERROR", soa: "example" }],
  [
    "NXDOMAIN",
    (question) => reply(question, [], { flags: 0x403, authorities: [soa] }),
    { outcome: "nxdomain", soa: "example" },
  ],
  ["NODATA", (question) => reply(question, [], { authorities: [soa] }), { outcome: "nodata" }],
  ["nothing", (question) => reply(question, []), { outcome: "empty" }],
  ["SERVFAIL", (question) => reply(question, [], { flags: 2 }), { outcome: "servfail" }],
  ["REFUSED", (question) => reply(question, [], { flags: 5 }), { outcome: "refused" }],
  ["NOTIMP", (question) => reply(question, [], { flags: 4 }), { rcode: "NOTIMP" }],
  [
    "a referral",
    (question) =>
      reply(question, [], { flags: 0, authorities: [{ type: "NS", name: "example", data: "ns.example" }] }),
    { outcome: "referral" },
  ],
  ["silence", () => [], { outcome: "timeout" }],
];

describe.skipIf(!isRoot)("dig itself agrees with our own client", () => {
  test.each(cases)("on %s", async (_, answer, expected) => {
    await using server = await udpDns(answer);
    expect(await seenBoth(asks(server.port, expected))).toEqual(agreed);
  });

  test("on data alone, of many types", async () => {
    await using server = await udpDns((question) => reply(question, manyRecords));
    expect(await seenBoth(asks(server.port, { rcode: "NOERROR" }))).toEqual(agreed);
  });

  test("on a closed port, over UDP and TCP", async () => {
    const query = asks(await closedPort(), { outcome: "unreachable" });
    expect(await seenBoth(query)).toEqual(agreed);
    expect(await seenBoth({ ...query, protocol: "tcp" })).toEqual(agreed);
  });

  test("on an answer that is cut off, asked again or not", async () => {
    const cut = (question: Packet) => reply(question, [], { flags: 0x600 });
    await using server = await bothDns(cut, (question) => reply(question, [a]));
    expect(await seenBoth(asks(server.port, right))).toEqual(agreed);
    const again = asks(server.port, { outcome: "truncated", flags: { tc: true } });
    expect(await seenBoth({ ...again, retryOverTcp: false })).toEqual(agreed);
  });

  test("on a server that is silent until it gives up: that no answer comes", async () => {
    let asked = 0;
    await using server = await udpDns((question) => (++asked === 1 ? [] : reply(question, [], { flags: 2 })));
    expect(await seenBoth(asks(server.port, right), { negated: true })).toEqual(agreed);
    asked = 0;
    const answered: DnsExpectation = { outcome: "answer" };
    expect(await seenBoth(asks(server.port, answered), { negated: true })).toEqual(agreed);
    // The author's claim holds at only one of the two moments.
    asked = 0;
    expect(await seenBoth(asks(server.port, { outcome: "timeout" }))).toMatchObject({
      ok: true,
      dig: expect.stringMatching(/^SERVFAIL/),
    });
  });

  test("and differs when it gets another answer", async () => {
    let asked = 0;
    await using server = await udpDns((question) =>
      reply(question, [{ ...a, data: ++asked === 1 ? "192.0.2.7" : "192.0.2.8" } as Answer]),
    );
    expect(await seenBoth(asks(server.port, right))).toEqual({ ok: true, dig: "192.0.2.8" });
  });
});
