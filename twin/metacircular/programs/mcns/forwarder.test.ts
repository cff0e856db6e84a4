import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type Answer, decode, encode, type Question } from "dns-packet";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { ListenAddress } from "../lib/listen-address.ts";
import { Forwarder } from "./forwarder.ts";

type Upstream = AsyncDisposable & { readonly address: ListenAddress; readonly asked: string[] };

/** A server on loopback that answers every question alike; `rcode` undefined: it is silent. */
const upstream = async (
  rcode: number | undefined,
  answers: Answer[] = [],
  authorities: Answer[] = [],
  repeats?: string,
): Promise<Upstream> => {
  const socket = createSocket("udp4");
  const asked: string[] = [];
  socket.on("message", (bytes, client) => {
    const request = decode(bytes);
    asked.push(request.questions?.[0]?.name ?? "");
    if (rcode === undefined) return;
    const reply = {
      type: "response",
      id: request.id ?? 0,
      flags: rcode,
      questions: (request.questions ?? []).map((question) => ({
        ...question,
        name: repeats ?? question.name,
      })),
      answers,
      authorities,
    } as const;
    socket.send(encode(reply), client.port, client.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: { host: "127.0.0.1", port: socket.address().port },
    asked,
    [Symbol.asyncDispose]: async () => {
      socket.close();
    },
  };
};

/** A server that answers at once may still be late on a busy host. */
const patienceMs = 60_000;

const QUESTION: Question = { name: "example.com", type: "A", class: "IN" };
const record = (ttl: number): Answer => ({ name: "example.com", type: "A", ttl, data: "203.0.113.7" });
const FORMERR = 1;
const SERVFAIL = 2;
const NXDOMAIN = 3;
const REFUSED = 5;
const soa = (ttl: number, minimum: number): Answer => ({
  name: "com",
  type: "SOA",
  ttl,
  data: { mname: "ns.com", rname: "admin.com", serial: 1, refresh: 1, retry: 1, expire: 1, minimum },
});

describe("Forwarder", () => {
  it("asks, remembers for the TTL, and counts it down", async () => {
    await using server = await upstream(0, [record(60)]);
    let nowMs = 0;
    const forwarder = new Forwarder([server.address], patienceMs, () => nowMs);
    expect(await forwarder.ask(QUESTION)).toMatchObject({
      rcode: "NOERROR",
      answers: [{ data: "203.0.113.7", ttl: 60 }],
    });
    nowMs = 59_000;
    expect(await forwarder.ask({ ...QUESTION, name: "EXAMPLE.com" })).toMatchObject({
      answers: [{ ttl: 1 }],
    });
    expect(server.asked).toHaveLength(1);
    nowMs = 60_000;
    await forwarder.ask(QUESTION);
    expect(server.asked).toHaveLength(2);
  });

  it("remembers for five minutes at most", async () => {
    await using server = await upstream(0, [record(86_400)]);
    let nowMs = 0;
    const forwarder = new Forwarder([server.address], patienceMs, () => nowMs);
    await forwarder.ask(QUESTION);
    nowMs = 300_000;
    await forwarder.ask(QUESTION);
    expect(server.asked).toHaveLength(2);
  });

  it("asks the next server when the first is silent until its time is up", async () => {
    await using silent = await upstream(undefined);
    await using good = await upstream(0, [record(60)]);
    const itsTime = new AbortController();
    const timeout = vi
      .spyOn(AbortSignal, "timeout")
      .mockReturnValueOnce(itsTime.signal)
      .mockReturnValue(new AbortController().signal);
    onTestFinished(() => timeout.mockRestore());
    const reply = new Forwarder([silent.address, good.address], 1234).ask(QUESTION);
    await vi.waitUntil(() => silent.asked.length === 1, { timeout: patienceMs });
    expect(good.asked).toEqual([]);
    itsTime.abort();
    expect(await reply).toMatchObject({ rcode: "NOERROR" });
    expect(timeout.mock.calls).toEqual([[1234], [1234]]);
  });

  it.each([
    ["fails", SERVFAIL],
    ["refuses", REFUSED],
    ["does not understand", FORMERR],
  ])("asks the next server when the first %s", async (_, rcode) => {
    await using bad = await upstream(rcode);
    await using good = await upstream(0, [record(60)]);
    const forwarder = new Forwarder([bad.address, good.address], patienceMs);
    expect(await forwarder.ask(QUESTION)).toMatchObject({ rcode: "NOERROR" });
    expect(bad.asked).toHaveLength(1);
  });

  it.each([
    ["the last number of the SOA", { ttl: 3_600, minimum: 30 }, 30],
    ["the TTL of the SOA", { ttl: 30, minimum: 3_600 }, 30],
    ["five minutes", { ttl: 3_600, minimum: 3_600 }, 300],
  ])("remembers that there is none for %s, which is the shortest", async (_, { ttl, minimum }, seconds) => {
    await using server = await upstream(NXDOMAIN, [], [soa(ttl, minimum)]);
    let nowMs = 0;
    const forwarder = new Forwarder([server.address], patienceMs, () => nowMs);
    await forwarder.ask(QUESTION);
    nowMs = seconds * 1_000 - 1;
    expect((await forwarder.ask(QUESTION)).rcode).toBe("NXDOMAIN");
    expect(server.asked).toHaveLength(1);
    nowMs = seconds * 1_000;
    await forwarder.ask(QUESTION);
    expect(server.asked).toHaveLength(2);
  });

  it("does not remember what has no TTL: a TTL of 32 bits, or nothing at all", async () => {
    for (const answers of [[record(2 ** 31)], []]) {
      await using server = await upstream(0, answers);
      const forwarder = new Forwarder([server.address], patienceMs, () => 0);
      await forwarder.ask(QUESTION);
      await forwarder.ask(QUESTION);
      expect(server.asked).toHaveLength(2);
    }
  });

  it("knows names with another type apart", async () => {
    await using server = await upstream(0, [record(60)]);
    const forwarder = new Forwarder([server.address], patienceMs);
    await forwarder.ask(QUESTION);
    await forwarder.ask({ ...QUESTION, type: "AAAA" });
    await forwarder.ask({ ...QUESTION, class: "CH" });
    expect(server.asked).toHaveLength(3);
  });

  it("takes no answer to another question", async () => {
    await using server = await upstream(0, [record(60)], [], "other.example");
    const forwarder = new Forwarder([server.address], patienceMs);
    expect(await forwarder.ask(QUESTION)).toEqual({ rcode: "SERVFAIL" });
  });

  it("never remembers a failure", async () => {
    await using server = await upstream(SERVFAIL);
    const forwarder = new Forwarder([server.address], patienceMs);
    expect(await forwarder.ask(QUESTION)).toEqual({ rcode: "SERVFAIL" });
    await forwarder.ask(QUESTION);
    expect(server.asked).toHaveLength(2);
  });
});
