import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer, Packet } from "dns-packet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askDns } from "../../probes/dns/guest/ask.ts";
import { describeDns, dnsOutcome } from "../../probes/dns/outcome.ts";
import { bothDns, closedPort, reply, udpDns } from "./testing/servers.ts";

const ask = (port: number, more: object = {}, resolvConf?: string) =>
  askDns(
    {
      name: "svc.example",
      type: "A",
      server: "127.0.0.1",
      port,
      protocol: "udp",
      timeoutMs: 60_000,
      ...more,
    },
    resolvConf,
  );

const a: Answer = { type: "A", name: "svc.example", ttl: 60, data: "192.0.2.7" };
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
const aaAndTc = 0x0600;
const cutOff = (question: Packet) => reply(question, [], { flags: aaAndTc });

test("the question offers 1232 bytes, and is in another case every time", async () => {
  const questions: Packet[] = [];
  await using server = await udpDns((question) => {
    questions.push(question);
    return reply(question, [a]);
  });
  for (let count = 0; count < 8; count += 1) await ask(server.port);
  expect(questions[0]?.additionals).toMatchObject([{ type: "OPT", udpPayloadSize: 1232, ednsVersion: 0 }]);
  const names = questions.map(({ questions: [asked] = [] }) => asked?.name ?? "");
  expect(new Set(names).size).toBeGreaterThan(1);
  expect(new Set(names.map((name) => name.toLowerCase()))).toEqual(new Set(["svc.example"]));
  expect(new Set(questions.map(({ id }) => id)).size).toBeGreaterThan(1);
});

test("a server need not keep the case, and names that it copied are as they were asked", async () => {
  await using lower = await udpDns((question) =>
    reply(question, [a], { questions: [{ type: "A", name: "svc.example" }] }),
  );
  expect(await ask(lower.port)).toMatchObject({ outcome: "answered", answers: [{ name: "svc.example" }] });
  await using copying = await udpDns((question) => {
    const name = question.questions?.[0]?.name ?? "";
    return reply(question, [
      { type: "CNAME", name, data: `Other.${name.slice(4)}` },
      { type: "NS", name: name.slice(4), data: "NS.Example.net" },
    ]);
  });
  expect((await ask(copying.port)).answers).toMatchObject([
    { name: "svc.example", data: "Other.example" },
    { name: "example", data: "NS.Example.net" },
  ]);
});

describe("an answer that was cut off", () => {
  test("is asked for again over TCP, and the result says so", async () => {
    await using server = await bothDns(cutOff, (question) => reply(question, [a]));
    expect(await ask(server.port)).toMatchObject({
      outcome: "answered",
      protocol: "tcp",
      retriedOverTcp: true,
      server: "127.0.0.1",
      flags: ["qr", "aa", "rd"],
      answers: [{ data: "192.0.2.7" }],
    });
  });

  test("in the middle of a record, too", async () => {
    await using server = await bothDns(
      (question) => reply(question, [a], { flags: aaAndTc }).subarray(0, 40),
      (question) => reply(question, [a]),
    );
    expect(await ask(server.port)).toMatchObject({ outcome: "answered", retriedOverTcp: true });
  });

  test("stays cut off when that is asked for", async () => {
    await using server = await bothDns(cutOff, (question) => reply(question, [a]));
    const seen = await ask(server.port, { retryOverTcp: false });
    expect(seen).toMatchObject({ protocol: "udp", retriedOverTcp: false, flags: ["qr", "aa", "tc"] });
    expect(dnsOutcome(seen, "A")).toBe("truncated");
  });

  test("is unreachable when nobody listens on TCP", async () => {
    await using server = await udpDns(cutOff);
    const seen = await ask(server.port);
    expect(seen).toMatchObject({ outcome: "unreachable", protocol: "tcp", retriedOverTcp: true });
    expect(seen.error).toMatch(/^the answer over UDP was cut off, and over TCP: .*ECONNREFUSED/);
  });

  test("is waited for no longer than the question's time in all", async () => {
    const spentMs = 100;
    const cutOffLate = (question: Packet) => {
      for (const untilMs = performance.now() + spentMs; performance.now() < untilMs; );
      return cutOff(question);
    };
    await using server = await bothDns(cutOffLate, () => Buffer.alloc(0));
    const { error } = await ask(server.port, { timeoutMs: 1000 });
    const [, leftMs] = /over TCP: .*no answer in (\d+) ms/.exec(error) ?? [];
    expect(Number(leftMs), error).toBeLessThanOrEqual(1000 - spentMs);
  });
});

test("a code beyond the header's four bits", async () => {
  const opt: Answer = {
    ...{ name: ".", type: "OPT", udpPayloadSize: 1232, extendedRcode: 1, ednsVersion: 0 },
    ...{ flags: 0, flag_do: false, options: [] },
  };
  await using server = await udpDns((question) => reply(question, [], { additionals: [opt] }));
  expect(await ask(server.port)).toMatchObject({ outcome: "answered", rcode: "BADVERS", answers: [] });
});

test("seven things that can go wrong are seven outcomes with seven messages", async () => {
  const answers: [string, (question: Packet) => Buffer | Buffer[]][] = [
    ["nxdomain", (question) => reply(question, [], { flags: 0x403, authorities: [soa] })],
    ["nodata", (question) => reply(question, [], { authorities: [soa] })],
    ["empty", (question) => reply(question, [])],
    ["servfail", (question) => reply(question, [], { flags: 2 })],
    ["refused", (question) => reply(question, [], { flags: 5 })],
    ["timeout", () => []],
  ];
  const seen: [string, string][] = [];
  const note = async (port: number, more = {}) => {
    const observation = await ask(port, more);
    seen.push([dnsOutcome(observation, "A"), describeDns(observation, "A")]);
  };
  for (const [outcome, answer] of answers) {
    await using server = await udpDns(answer);
    await note(server.port, outcome === "timeout" ? { timeoutMs: 300 } : {});
  }
  await note(await closedPort());
  expect(seen.map(([outcome]) => outcome)).toEqual([...answers.map(([outcome]) => outcome), "unreachable"]);
  expect(new Set(seen.map(([, message]) => message)).size).toBe(7);
});

describe("without a server", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "drillbook-resolv-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const conf = (...servers: string[]): string => {
    const file = join(folder, servers.join("-") || "empty");
    writeFileSync(
      file,
      `# a comment\nsearch example\n${servers.map((one) => `nameserver ${one}\n`).join("")}`,
    );
    return file;
  };

  test("those of resolv.conf are asked in turn until one answers", async () => {
    await using server = await udpDns((question) => reply(question, [a]));
    const seen = await ask(server.port, { server: undefined }, conf("127.0.0.2", "127.0.0.1"));
    expect(seen).toMatchObject({ outcome: "answered", server: "127.0.0.1" });
    const first = await ask(server.port, { server: undefined }, conf("127.0.0.1", "127.0.0.2"));
    expect(first).toMatchObject({ outcome: "answered", server: "127.0.0.1" });
    const own = await ask(server.port, { server: undefined }, conf());
    expect(own).toMatchObject({ outcome: "answered", server: "127.0.0.1" });
    const none = await ask(server.port, { server: undefined }, join(folder, "missing"));
    expect(none).toMatchObject({ outcome: "answered", server: "127.0.0.1" });
  });

  test("none of them answers: each is named, within the time of the question", async () => {
    await using silent = await udpDns(() => []);
    const seen = await ask(
      silent.port,
      { server: undefined, timeoutMs: 300 },
      conf("127.0.0.1", "127.0.0.2"),
    );
    expect(seen.outcome).toBe("timeout");
    expect(seen.error).toMatch(/^127\.0\.0\.1: no answer in 1[0-5]\d ms; 127\.0\.0\.2: .*ECONNREFUSED/);
  });
});
