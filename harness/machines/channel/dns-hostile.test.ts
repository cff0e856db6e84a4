import type { Answer, Packet } from "dns-packet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalAgent, startLocalAgent } from "./testing/local-agent.ts";
import { framed, rawTcp, reply, tcpDns, udpDns } from "./testing/servers.ts";

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

/** A long limit for expected answers, on a busy host; a short one for missing answers, which are awaited to the end. */
const silence = { timeoutMs: 300 };

const a: Answer = { type: "A", name: "svc.example", ttl: 60, data: "192.0.2.7" };
const idOf = ({ id = 0 }: Packet): number => id;
const nameAt = 12;

/** The answer with a pointer in the place of its record's name. */
const pointing = (question: Packet, to: (recordAt: number) => number): Buffer => {
  const bytes = reply(question, [a]);
  const recordAt = nameAt + "svc.example".length + 2 + 4;
  bytes.writeUInt16BE(0xc000 | to(recordAt), recordAt);
  return bytes;
};

describe("what cannot be read is malformed at once, with its first bytes", () => {
  const oneLabel = (question: Packet): Buffer => {
    const bytes = reply(question, [a]);
    // The dot becomes a part of one label of 11 characters.
    bytes[nameAt] = 11;
    bytes[nameAt + 4] = ".".charCodeAt(0);
    return bytes;
  };
  const cases: [string, (question: Packet) => Buffer, RegExp][] = [
    ["half an answer", (question) => reply(question, [a]).subarray(0, 40), /cannot be read/],
    ["no more than a header", (question) => reply(question, [a]).subarray(0, 12), /question cannot be read/],
    ["less than a header", (question) => reply(question, [a]).subarray(0, 8), /shorter than a header/],
    [
      "bytes behind the records",
      (question) => Buffer.concat([reply(question, [a]), Buffer.from("junk")]),
      /records end after 56 bytes \(60 bytes: /,
    ],
    [
      "garbage with the right id",
      (question) => Buffer.concat([reply(question, []).subarray(0, 29), Buffer.alloc(400, 0xff)]),
      /records end after 29 bytes/,
    ],
    ["a pointer to itself", (question) => pointing(question, (at) => at), /cannot be read.*pointer/],
    ["a pointer ahead", (question) => pointing(question, (at) => at + 2), /cannot be read.*pointer/],
    [
      "pointers in a circle",
      (question) => {
        const bytes = pointing(question, (at) => at + 12);
        return Buffer.concat([bytes, Buffer.from([0xc0, 29])]);
      },
      /cannot be read.*pointer/,
    ],
    [
      "two questions",
      (question) => reply(question, [], { questions: twice(question) }),
      /repeats 2 questions/,
    ],
    [
      "more over UDP than was offered",
      (question) => reply(question, [{ type: "NULL", name: ".", data: Buffer.alloc(1300) }]),
      /larger than the 1232 bytes that were offered over UDP \(1340 bytes: .* …\)/,
    ],
  ];
  const twice = ({ questions = [] }: Packet) => [...questions, ...questions];

  test.each(cases)("%s", async (_, answer, error) => {
    await using server = await udpDns(answer);
    const seen = await ask(server.port, { timeoutMs: 20_000 });
    expect(seen.error).toMatch(error);
    expect(seen.error).toMatch(/\([0-9]+ bytes: ([0-9a-f]{2} )+([0-9a-f]{2}|…)\)/);
    expect(seen).toMatchObject({ outcome: "malformed", rcode: "", answers: [], protocol: "udp" });
    expect(seen.durationMs).toBeLessThan(10_000);
  });

  test("a label with a dot is another name", async () => {
    await using server = await udpDns(oneLabel);
    const seen = await ask(server.port, silence);
    expect(seen.outcome).toBe("malformed");
    expect(seen.error).toMatch(
      /^the answer is about A svc\.example \(.*no answer in 300 ms to the question$/i,
    );
  });
});

describe("what is no answer to the question is waited past, and told at the deadline", () => {
  test("another id", async () => {
    let id = 0;
    let asked = 0;
    await using server = await udpDns((question) => {
      asked += 1;
      id = idOf(question);
      return reply(question, [a], { id: id ^ 1 });
    });
    const seen = await ask(server.port, silence);
    const hex = (value: number) => `0x${value.toString(16).padStart(4, "0")}`;
    expect(seen.outcome).toBe("malformed");
    expect(seen.error).toContain(`another id, ${hex(id ^ 1)} instead of ${hex(id)} (56 bytes: `);
    expect(seen.error).toContain("no answer in 300 ms");
    expect(asked).toBe(1);
  });

  test("a question, and a single byte", async () => {
    await using echo = await udpDns((question) => reply(question, [], { type: "query" }));
    expect((await ask(echo.port, silence)).error).toMatch(/^a question came back \(29 bytes: /);
    await using byte = await udpDns(() => Buffer.from([7]));
    expect((await ask(byte.port, silence)).error).toMatch(/^what came is no answer \(1 byte: 07\)/);
  });

  test("a right answer after wrong ones is taken", async () => {
    await using server = await udpDns((question) => [
      reply(question, [a], { id: idOf(question) ^ 1 }),
      reply(question, [a], { questions: [{ type: "A", name: "other.example" }] }),
      reply(question, [a]),
    ]);
    expect(await ask(server.port)).toMatchObject({ outcome: "answered", rcode: "NOERROR", error: "" });
  });
});

describe("over TCP", () => {
  const tcp = { protocol: "tcp" };
  const most = 65_535;

  test("64 KiB in pieces of one byte are one answer", async () => {
    await using server = await rawTcp((socket) => {
      socket.setNoDelay(true);
      socket.once("data", (bytes: Buffer) => {
        const question = decodeFramed(bytes);
        const none = reply(question, [{ type: "NULL", name: ".", data: Buffer.alloc(0) }]);
        const data = Buffer.alloc(most - none.length, 1);
        const message = framed(reply(question, [{ type: "NULL", name: ".", data }]));
        let at = 0;
        const more = () => {
          for (let count = 0; count < 512 && at < message.length; count += 1, at += 1) {
            socket.write(message.subarray(at, at + 1));
          }
          if (at < message.length) setImmediate(more);
        };
        more();
      });
    });
    const seen = await ask(server.port, { ...tcp, timeoutMs: 10_000 });
    expect(seen).toMatchObject({ outcome: "answered", protocol: "tcp", retriedOverTcp: false });
    expect(seen.answers[0]?.data).toMatch(/^\\# 65[0-9]{3} 0101/);
  });

  test("a server that hangs after accepting is a timeout that says how far it came", async () => {
    let connections = 0;
    await using silent = await rawTcp(() => {
      connections += 1;
    });
    const seen = await ask(silent.port, { ...tcp, ...silence });
    expect(seen).toMatchObject({ outcome: "timeout", error: "no answer in 300 ms (connected)" });
    expect(connections).toBe(1);
    await using half = await rawTcp((socket) => socket.write(Buffer.from([0, 45, 1, 2, 3])));
    const halfway = await ask(half.port, { ...tcp, ...silence });
    expect(halfway.error).toBe("no answer in 300 ms (connected, 3 of 45 bytes of an answer)");
  });

  test("an answer in drops that outlasts the deadline is a timeout that says how far it came", async () => {
    let connections = 0;
    await using server = await rawTcp((socket) => {
      connections += 1;
      socket.once("data", (bytes: Buffer) => {
        const message = framed(reply(decodeFramed(bytes), [a]));
        let at = 0;
        // One byte every 20 ms: 58 bytes take more than a second.
        const drip = setInterval(() => socket.write(message.subarray(at, ++at)), 20);
        socket.on("close", () => clearInterval(drip));
      });
    });
    const seen = await ask(server.port, { ...tcp, ...silence });
    expect(seen).toMatchObject({ outcome: "timeout", rcode: "", answers: [] });
    expect(seen.error).toMatch(/^no answer in 300 ms \(connected, [1-9][0-9]? of 56 bytes of an answer\)$/);
    expect(connections).toBe(1);
  });

  test("a connection that ends within an answer is malformed", async () => {
    await using server = await rawTcp((socket) => socket.end(Buffer.from([0, 45, 0xab, 0xcd])));
    expect(await ask(server.port, { ...tcp, timeoutMs: 2000 })).toMatchObject({
      outcome: "malformed",
      error: "the connection ended after 2 of 45 bytes of an answer (2 bytes: ab cd)",
    });
  });

  test("a message of no bytes, and one of garbage", async () => {
    await using none = await rawTcp((socket) => socket.write(Buffer.from([0, 0])));
    expect((await ask(none.port, { ...tcp, ...silence })).error).toMatch(
      /^what came is no answer \(0 bytes\)/,
    );
    await using junk = await tcpDns((question) => [reply(question, [a]).subarray(0, 40)]);
    expect(await ask(junk.port, tcp)).toMatchObject({ outcome: "malformed", protocol: "tcp" });
  });
});

const decodeFramed = (bytes: Buffer): Packet => ({
  id: bytes.readUInt16BE(2),
  questions: [{ type: "A", name: askedName(bytes) }],
});

const askedName = (bytes: Buffer): string => {
  const labels: string[] = [];
  for (let at = 14; (bytes[at] ?? 0) > 0; at += (bytes[at] ?? 0) + 1) {
    labels.push(bytes.toString("latin1", at + 1, at + 1 + (bytes[at] ?? 0)));
  }
  return labels.join(".");
};
