import type { Answer, Packet } from "dns-packet";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shortest } from "../../contract/shortest.ts";
import { type LocalAgent, startLocalAgent } from "./testing/local-agent.ts";
import { closedPort, reply, tcpDns, udpDns } from "./testing/servers.ts";

let agent: LocalAgent;
beforeAll(async () => {
  agent = await startLocalAgent();
});
afterAll(async () => {
  await agent[Symbol.asyncDispose]();
});

const ask = (port: number, more: object = {}) =>
  agent.channel.observe({
    kind: "dns",
    name: "svc.example",
    type: "A",
    server: "127.0.0.1",
    port,
    protocol: "udp",
    timeoutMs: 60_000,
    ...more,
  });

const a: Answer = { type: "A", name: "svc.example", ttl: 60, data: "192.0.2.7" };

test("an answer over UDP and over TCP", async () => {
  for (const [protocol, serve] of [
    ["udp", udpDns],
    ["tcp", tcpDns],
  ] as const) {
    await using server = await serve((question) => reply(question, [a]));
    expect(await ask(server.port, { protocol })).toMatchObject({
      kind: "dns",
      outcome: "answered",
      rcode: "NOERROR",
      flags: ["qr", "aa", "rd"],
      answers: [{ name: "svc.example", type: "A", ttl: 60, data: "192.0.2.7" }],
      error: "",
    });
  }
});

test("data is text, as dig prints it", async () => {
  const soa = {
    mname: "ns.example",
    rname: "root.example",
    serial: 7,
    refresh: 1,
    retry: 2,
    expire: 3,
    minimum: 4,
  };
  const records: [Answer, string][] = [
    [{ type: "AAAA", name: "x", data: "2001:db8::1" }, "2001:db8::1"],
    [{ type: "MX", name: "x", data: { preference: 10, exchange: "mail.example" } }, "10 mail.example"],
    [
      { type: "SRV", name: "x", data: { priority: 1, weight: 2, port: 53, target: "t.example" } },
      "1 2 53 t.example",
    ],
    [{ type: "TXT", name: "x", data: ["one ", "two"] }, "one two"],
    [{ type: "CNAME", name: "x", data: "y.example" }, "y.example"],
    [
      { type: "CAA", name: "x", data: { flags: 0, tag: "issue", value: "ca.example" } },
      '0 issue "ca.example"',
    ],
    [{ type: "SOA", name: "x", data: soa }, "ns.example root.example 7 1 2 3 4"],
  ];
  await using server = await udpDns((question) =>
    reply(
      question,
      records.map(([record]) => record),
    ),
  );
  const { answers } = await ask(server.port, { type: "TXT" });
  expect(answers.map(({ data }) => data)).toEqual(records.map(([, text]) => text));
});

test("NXDOMAIN and NODATA are answers, with their authority", async () => {
  const soa = {
    mname: "ns.example",
    rname: "root.example",
    serial: 1,
    refresh: 1,
    retry: 1,
    expire: 1,
    minimum: 1,
  };
  const authorities: Answer[] = [{ type: "SOA", name: "example", data: soa }];
  await using server = await udpDns((question) => reply(question, [], { flags: 3, authorities }));
  expect(await ask(server.port)).toMatchObject({
    outcome: "answered",
    rcode: "NXDOMAIN",
    answers: [],
    authorities: [{ name: "example", type: "SOA", data: "ns.example root.example 1 1 1 1 1" }],
  });
});

test("a closed port is unreachable at once, not a timeout", async () => {
  const port = await closedPort();
  for (const protocol of ["udp", "tcp"]) {
    const seen = await ask(port, { protocol, timeoutMs: 20_000 });
    expect(seen.outcome).toBe("unreachable");
    expect(seen.error).toContain("ECONNREFUSED");
    expect(seen.durationMs).toBeLessThan(10_000);
  }
});

test("silence is a timeout, honoured to 100 ms", async () => {
  await using server = await udpDns(() => []);
  const took = async () => {
    const seen = await ask(server.port, { timeoutMs: 300 });
    expect(seen).toMatchObject({ outcome: "timeout", rcode: "", error: "no answer in 300 ms" });
    expect(seen.durationMs).toBeGreaterThan(295);
    return seen.durationMs;
  };
  expect(await shortest(400, took)).toBeLessThan(400);
});

test("an answer with another id, or to another question, is not believed", async () => {
  const spoilt: [string, (question: Packet) => Buffer][] = [
    ["another id", (question) => reply(question, [a], { id: (question.id ?? 0) ^ 1 })],
    [
      "about A other.example",
      (question) => reply(question, [a], { questions: [{ type: "A", name: "other.example" }] }),
    ],
    [
      "about AAAA",
      (question) => reply(question, [a], { questions: [{ type: "AAAA", name: "svc.example" }] }),
    ],
    ["does not repeat the question", (question) => reply(question, [a], { questions: [] })],
    ["cannot be read", (question) => reply(question, [a]).subarray(0, 20)],
  ];
  for (const [error, answer] of spoilt) {
    await using server = await udpDns(answer);
    const seen = await ask(server.port, error === "cannot be read" ? {} : { timeoutMs: 300 });
    expect(seen.outcome).toBe("malformed");
    expect(seen.error).toContain(error);
  }
});

test("a stray answer does not hide the right one behind it", async () => {
  await using server = await tcpDns((question) => {
    const stray = reply(question, [], { id: (question.id ?? 0) ^ 1 });
    return [stray, reply(question, [a])];
  });
  expect(await ask(server.port, { protocol: "tcp" })).toMatchObject({ outcome: "answered" });
});

test("a connection that ends without an answer is malformed", async () => {
  await using server = await tcpDns(() => []);
  expect(await ask(server.port, { protocol: "tcp" })).toMatchObject({
    outcome: "malformed",
    error: "the connection ended without an answer",
  });
});

test("a question that makes no sense is refused", async () => {
  await expect(ask(53, { type: "NONSENSE" })).rejects.toThrow(
    'local: no DNS question can be made of NONSENSE "svc.example": it is not one that a check can ask for',
  );
  await expect(ask(53, { server: "ns.example" })).rejects.toThrow(
    "the DNS server must be an address: ns.example",
  );
  await expect(ask(53, { name: `${"x".repeat(64)}.example` })).rejects.toThrow(
    'its label "xxxxxxxxxxxx…" has 64 characters',
  );
  await expect(ask(0)).rejects.toThrow("port must be a positive number");
});
