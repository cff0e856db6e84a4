import { createSocket } from "node:dgram";
import { once } from "node:events";
import { Fatal, reason } from "../lib/fatal.ts";
import { announce } from "../lib/listen.ts";
import type { ListenAddress } from "../lib/listen-address.ts";
import { decodeRequest, encodeForUdp, malformedReply } from "./message.ts";
import type { Resolver } from "./resolver.ts";

const answer = async (resolver: Resolver, bytes: Buffer): Promise<Buffer | undefined> => {
  const request = decodeRequest(bytes);
  if (request === undefined) return undefined;
  return request === "malformed"
    ? malformedReply(bytes)
    : encodeForUdp(await resolver.resolve(request), request);
};

/** Answers DNS over UDP. */
export const serveUdp = async (resolver: Resolver, { host, port }: ListenAddress): Promise<void> => {
  const socket = createSocket("udp4");
  socket.on("message", (bytes, client) => {
    void answer(resolver, bytes).then((reply) => {
      if (reply !== undefined) socket.send(reply, client.port, client.address);
    });
  });
  try {
    socket.bind(port, host);
    await once(socket, "listening");
  } catch (error) {
    throw new Fatal(`listen: ${reason(error)}`);
  }
  // From here on an error belongs to one client that went away; it must not end the server.
  socket.on("error", (error) => process.stderr.write(`dns udp: ${error.message}\n`));
  announce("dns/udp", socket.address());
};
