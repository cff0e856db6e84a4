import { createSocket } from "node:dgram";
import { once } from "node:events";
import { Fatal, reason } from "../lib/fatal.ts";
import { announce } from "../lib/listen.ts";
import type { ListenAddress } from "../lib/listen-address.ts";
import type { Run } from "../lib/run.ts";
import type { Answers } from "./resolver.ts";

/** Answers DNS over UDP. */
export const serveUdp = async (
  resolver: Answers,
  { host, port }: ListenAddress,
  { print, warn, closing }: Pick<Run, "print" | "warn" | "closing">,
): Promise<void> => {
  const socket = createSocket("udp4");
  let isOpen = true;
  closing.defer(() => {
    isOpen = false;
    socket.close();
  });
  socket.on("message", (bytes, client) => {
    void resolver.answer(bytes, "udp").then((reply) => {
      if (reply !== undefined && isOpen) socket.send(reply, client.port, client.address);
    });
  });
  try {
    socket.bind(port, host);
    await once(socket, "listening");
  } catch (error) {
    throw new Fatal(`listen: ${reason(error)}`);
  }
  // From here on an error concerns one client that is gone; it must not end the server.
  socket.on("error", (error) => warn(`dns udp: ${error.message}\n`));
  announce("dns/udp", socket.address(), print);
};
