import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { Fatal, reason } from "./fatal.ts";
import type { ListenAddress } from "./listen-address.ts";

/** Opens the server and says where; the line is what a caller who gave port 0 waits for. */
export const listen = async (server: Server, address: ListenAddress, protocol: string): Promise<void> => {
  try {
    server.listen(address.port, address.host);
    await once(server, "listening");
  } catch (error) {
    throw new Fatal(`listen: ${reason(error)}`);
  }
  announce(protocol, server.address() as AddressInfo);
};

export const announce = (protocol: string, { address, port }: AddressInfo): void => {
  process.stdout.write(`listening ${protocol} ${address}:${port}\n`);
};
