import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decode, type Packet, TRUNCATED_RESPONSE } from "dns-packet";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shortest } from "../../contract/shortest.ts";
import { lookUp } from "../../probes/lookup/guest/look-up.ts";
import { framed, type Running, rawTcp, reply, udpDns } from "./testing/servers.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "drillbook-hostile-"));
  writeFileSync(join(folder, "resolv.conf"), "nameserver 127.0.0.1\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const name = "svc.example";
/** For silence, which is waited for to the end; what is answered has the time that a busy host needs. */
const silenceMs = 500;
const answerMs = 20_000;
const limitFor = (outcome: string) => (outcome === "timeout" ? silenceMs : answerMs);
const a = { type: "A", name, ttl: 60, data: "192.0.2.7" } as const;

/** The other two paths are programs; here they find nothing, at once. */
const nothing = async () => ({
  exitCode: 2,
  signal: undefined,
  timedOut: false,
  durationMs: 1,
  stdout: { output: Buffer.alloc(0) } as never,
  stderr: { output: Buffer.alloc(0) } as never,
});

/** What the path that reads /etc/resolv.conf makes of such a server, and how long that took. */
const found = async ({ port }: Running, timeoutMs: number) => {
  const place = { resolvConf: join(folder, "resolv.conf"), port };
  const { findings } = await lookUp({ name, family: 4, timeoutMs }, nothing, place);
  const finding = findings.find(({ path }) => path === "resolv.conf");
  if (finding === undefined) throw new RangeError("the path was not taken");
  return finding;
};

/** The name of the record becomes a pointer to itself. */
const looped = (question: Packet): Buffer => {
  const bytes = reply(question, [a]);
  const recordAt = 12 + name.length + 2 + 4;
  bytes.writeUInt16BE(0xc000 | recordAt, recordAt);
  return bytes;
};

/** Bytes that say nothing in the place of the one record that was promised. */
const garbage = (question: Packet): Buffer => {
  const bytes = reply(question, [a]);
  return bytes.fill(0xff, 12 + name.length + 2 + 4);
};

test.each<[string, (question: Packet) => Buffer, string, string]>([
  ["a loop of compression pointers", looped, "failed", "EBADRESP"],
  ["garbage in the place of a record", garbage, "failed", "EBADRESP"],
  ["half an answer", (question) => reply(question, [a]).subarray(0, 40), "failed", "EBADRESP"],
  ["less than a header", () => Buffer.from([7, 7, 7]), "failed", "EBADRESP"],
  [
    "an answer with another id",
    (question) => reply(question, [a], { id: (question.id ?? 0) ^ 1 }),
    "timeout",
    "E(TIMEOUT|CANCELLED)",
  ],
  [
    "an answer for another question",
    (question) => reply(question, [a], { questions: [{ type: "A", name: "other.example" }] }),
    "timeout",
    "E(TIMEOUT|CANCELLED)",
  ],
])("%s is no address", async (_, answer, outcome, code) => {
  await using server = await udpDns(answer);
  const took = async () => {
    const seen = await found(server, limitFor(outcome));
    expect(seen).toMatchObject({ outcome, addresses: [] });
    expect(seen.error).toMatch(new RegExp(`^queryA ${code} svc\\.example \\(asked 127\\.0\\.0\\.1\\)$`));
    return seen.durationMs;
  };
  expect(await shortest(silenceMs + 200, took)).toBeLessThan(silenceMs + 200);
});

/** Cut off over UDP, so that it is asked for again over TCP, where the server does this. */
const overTcp = async (serve: (socket: Socket, question: Packet) => void) => {
  const tcp = await rawTcp((socket) => {
    socket.once("data", (bytes: Buffer) => serve(socket, decode(bytes.subarray(2))));
  });
  const udp = await udpDns((question) => reply(question, [], { flags: TRUNCATED_RESPONSE }), tcp.port);
  return {
    port: tcp.port,
    [Symbol.asyncDispose]: async () => {
      await udp[Symbol.asyncDispose]();
      await tcp[Symbol.asyncDispose]();
    },
  };
};

test.each<[string, (socket: Socket, question: Packet) => void, string]>([
  ["hangs after accepting", () => {}, "timeout"],
  [
    "sends one byte every 20 ms",
    (socket, question) => {
      const message = framed(reply(question, [a]));
      let at = 0;
      const drip = setInterval(() => socket.write(message.subarray(at, ++at)), 20);
      socket.on("close", () => clearInterval(drip));
    },
    "timeout",
  ],
  [
    "sends half an answer and ends",
    (socket, question) => socket.end(framed(reply(question, [a])).subarray(0, 30)),
    "timeout",
  ],
  ["sends garbage", (socket, question) => socket.write(framed(garbage(question))), "failed"],
])(
  "a server that cuts off over UDP and %s over TCP gives no address, within the deadline",
  async (_, serve, outcome) => {
    await using server = await overTcp(serve);
    const took = async () => {
      const seen = await found(server, limitFor(outcome));
      expect(seen).toMatchObject({ outcome, addresses: [] });
      expect(seen.error).toMatch(/^queryA E[A-Z]+ svc\.example \(asked 127\.0\.0\.1\)$/);
      return seen.durationMs;
    };
    expect(await shortest(silenceMs + 200, took)).toBeLessThan(silenceMs + 200);
  },
);
