import { createSocket } from "node:dgram";
import { on, once } from "node:events";
import { connect } from "node:net";
import type { ListenAddress } from "../lib/listen-address.ts";
import { framed, takeFrames } from "./tcp-frames.ts";

/** Sends one message and returns that server's first accepted reply. */
export const exchangeOverUdp = async (
  { host, port }: ListenAddress,
  message: Buffer,
  timeoutMs: number,
  accepts: (bytes: Buffer) => boolean = () => true,
): Promise<Buffer> => {
  const socket = createSocket("udp4");
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    // Connected, so that packets of other hosts are dropped.
    socket.connect(port, host);
    await once(socket, "connect", { signal });
    const messages = on(socket, "message", { signal });
    socket.send(message);
    for await (const [bytes] of messages as AsyncIterable<[Buffer]>) if (accepts(bytes)) return bytes;
    throw new Error("no reply");
  } finally {
    socket.close();
  }
};

/** The same over TCP, for replies that do not fit into a datagram. */
export const exchangeOverTcp = async (
  { host, port }: ListenAddress,
  message: Buffer,
  timeoutMs: number,
): Promise<Buffer> => {
  const socket = connect({ host, port, signal: AbortSignal.timeout(timeoutMs) });
  let received: Buffer = Buffer.alloc(0);
  socket.write(framed(message));
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    received = Buffer.concat([received, chunk]);
    const frame = takeFrames(received).frames[0];
    // Leaving the loop closes the socket.
    if (frame !== undefined) return frame;
  }
  throw new Error("connection closed before a whole reply");
};
