import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { on, once } from "node:events";
import { connect } from "node:net";
import { framed, takeFrames } from "../tcp-frames.ts";
import { exchangeOverUdp } from "../upstream.ts";
import type { Asked, RawMessage } from "./case.ts";
import { messageOf } from "./messages.ts";
import type { Target } from "./target.ts";
import { NODES } from "./zones.ts";

/** A request and its reply. */
export type Exchange = { readonly sent: Buffer; readonly received: Buffer };

const newId = (): number => randomInt(65_536);

/** The messages that come back over one connection, until there are as many as were expected. */
const overTcp = async (
  { host, tcpPort }: Target,
  pieces: readonly Buffer[],
  expected: number,
  timeoutMs: number,
): Promise<readonly Buffer[]> => {
  const socket = connect({ host, port: tcpPort, noDelay: true, signal: AbortSignal.timeout(timeoutMs) });
  for (const piece of pieces) socket.write(piece);
  let received: Buffer = Buffer.alloc(0);
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    received = Buffer.concat([received, chunk]);
    const { frames } = takeFrames(received);
    if (frames.length >= expected) return frames;
  }
  throw new Error(`connection closed after ${takeFrames(received).frames.length} of ${expected} replies`);
};

const withId = (messages: readonly Buffer[], sent: Buffer): Buffer => {
  const found = messages.find((message) => message.subarray(0, 2).equals(sent.subarray(0, 2)));
  if (found === undefined) throw new Error("the id of the reply is another one");
  return found;
};

const bytesOf = (message: Buffer): readonly Buffer[] => Array.from(message, (byte) => Buffer.from([byte]));

/** Asks once. @throws when nothing comes back in time */
export const exchange = async (
  target: Target,
  asked: Asked | RawMessage,
  timeoutMs: number,
): Promise<Exchange> => {
  const sent = messageOf(asked, newId());
  const over = asked.over ?? "udp";
  if (over === "udp") {
    const accepts = (bytes: Buffer) => bytes.subarray(0, 2).equals(sent.subarray(0, 2));
    const server = { host: target.host, port: target.udpPort };
    return { sent, received: await exchangeOverUdp(server, sent, timeoutMs, accepts) };
  }
  if (over === "pipelined") {
    const messages = [messageOf(asked, newId()), messageOf(asked, newId()), sent].map(framed);
    const received = await overTcp(target, [Buffer.concat(messages)], messages.length, timeoutMs);
    return { sent, received: withId(received, sent) };
  }
  const pieces = over === "pieces" ? bytesOf(framed(sent)) : [framed(sent)];
  return { sent, received: withId(await overTcp(target, pieces, 1, timeoutMs), sent) };
};

/** The replies to this message before two further questions are answered in sequence. */
export const replyBeforeOthers = async (
  target: Target,
  asked: RawMessage,
  timeoutMs: number,
): Promise<Buffer | undefined> => {
  const socket = createSocket("udp4");
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    socket.connect(target.udpPort, target.host);
    await once(socket, "connect", { signal });
    const messages = on(socket, "message", { signal })[Symbol.asyncIterator]();
    socket.send(messageOf(asked, newId()));
    for (let round = 0; round < 2; round += 1) {
      const good = messageOf({ name: NODES, type: "SOA" }, newId());
      socket.send(good);
      const [received] = (await messages.next()).value as [Buffer];
      if (!received.subarray(0, 2).equals(good.subarray(0, 2))) return received;
    }
    return undefined;
  } finally {
    socket.close();
  }
};
