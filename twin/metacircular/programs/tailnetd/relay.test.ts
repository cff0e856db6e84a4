import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { decode, encode } from "dns-packet";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { relayTo, servfail } from "./relay.ts";

const question = encode({
  type: "query",
  id: 4711,
  flags: 0x0100,
  questions: [{ type: "A", name: "google.com" }],
});

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

/** A server at this address of the loopback network that answers with these bytes, or with nothing. */
const serve = async (host: string, port: number, reply?: (request: Buffer) => Buffer): Promise<number> => {
  const socket = createSocket("udp4");
  open.push(socket);
  socket.on("message", (request, client) => {
    if (reply !== undefined) socket.send(reply(request), client.port, client.address);
  });
  socket.bind(port, host);
  await once(socket, "listening");
  return socket.address().port;
};

const asReply = (request: Buffer): Buffer => {
  const reply = Buffer.from(request);
  reply[2] = (request[2] ?? 0) | 0x80;
  return reply;
};

test("a question is handed on, and its answer back, bit by bit", async () => {
  const port = await serve("127.0.0.1", 0, asReply);
  const relay = relayTo(["127.0.0.1"], 60_000, port);
  expect(await relay.answer(question, "udp")).toEqual(asReply(question));
});

test("when the first server is silent, the next is asked", async () => {
  const port = await serve("127.0.0.1", 0);
  await serve("127.0.0.2", port, asReply);
  // The time of the first is up soon, and that of the second never.
  const soon = AbortSignal.timeout(100);
  const timeout = vi
    .spyOn(AbortSignal, "timeout")
    .mockReturnValueOnce(soon)
    .mockReturnValue(new AbortController().signal);
  onTestFinished(() => timeout.mockRestore());
  const relay = relayTo(["127.0.0.1", "127.0.0.2"], 1234, port);
  expect(await relay.answer(question, "udp")).toEqual(asReply(question));
  expect(timeout.mock.calls).toEqual([[1234], [1234]]);
});

test("when nobody answers, it is a SERVFAIL to the same question", async () => {
  const port = await serve("127.0.0.1", 0);
  const answer = await relayTo(["127.0.0.1"], 100, port).answer(question, "udp");
  const { rcode, id, questions, type } = decode(answer ?? Buffer.alloc(0)) as ReturnType<typeof decode> & {
    rcode: string;
  };
  expect({ rcode, id, type, questions }).toMatchObject({
    rcode: "SERVFAIL",
    id: 4711,
    type: "response",
    questions: [{ name: "google.com", type: "A" }],
  });
  expect(servfail(question)[3]).toBe(0x82);
});

test("what is too short to be a question gets no answer", async () => {
  expect(await relayTo(["127.0.0.1"], 100).answer(Buffer.alloc(11), "udp")).toBeUndefined();
});
