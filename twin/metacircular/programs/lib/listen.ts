import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { Fatal, reason } from "./fatal.ts";
import type { ListenAddress } from "./listen-address.ts";
import type { Run } from "./run.ts";

/** What a server needs of its run. */
export type Listening = Pick<Run, "print" | "closing">;

/** Closes the connections with the server, without waiting for clients. */
const closeWithConnections = (server: Server): (() => void) => {
  const close = new Set<() => void>();
  server.on("connection", (socket) => {
    const destroy = () => void socket.destroy();
    close.add(destroy);
    socket.once("close", () => close.delete(destroy));
  });
  return () => {
    server.close();
    // The HTTP server over TLS tracks its own connections.
    if ("closeAllConnections" in server) (server.closeAllConnections as () => void)();
    for (const destroy of close) destroy();
  };
};

/** Opens the server and prints its address; with port 0 callers wait for that line. */
export const listen = async (
  server: Server,
  address: ListenAddress,
  protocol: string,
  { print, closing }: Listening,
): Promise<void> => {
  const close = closeWithConnections(server);
  try {
    server.listen(address.port, address.host);
    await once(server, "listening");
  } catch (error) {
    throw new Fatal(`listen: ${reason(error)}`);
  }
  if (closing.disposed) return close();
  closing.defer(close);
  announce(protocol, server.address() as AddressInfo, print);
};

export const announce = (protocol: string, { address, port }: AddressInfo, print: Run["print"]): void => {
  print(`listening ${protocol} ${address}:${port}\n`);
};
