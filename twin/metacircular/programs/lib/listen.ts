import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { Fatal, reason } from "./fatal.ts";
import type { ListenAddress } from "./listen-address.ts";
import type { Run } from "./run.ts";

/** What a server needs of its run. */
export type Listening = Pick<Run, "print" | "closing">;

/** No connection outlives its server: clients are not waited for. */
const closeWithConnections = (server: Server): (() => void) => {
  const close = new Set<() => void>();
  server.on("connection", (socket) => {
    const destroy = () => void socket.destroy();
    close.add(destroy);
    socket.once("close", () => close.delete(destroy));
  });
  return () => {
    server.close();
    // Connections with TLS are known to the server that speaks HTTP over them.
    if ("closeAllConnections" in server) (server.closeAllConnections as () => void)();
    for (const destroy of close) destroy();
  };
};

/** Opens the server and says where; the line is what a caller who gave port 0 waits for. */
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
