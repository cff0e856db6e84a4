import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";

const HOST = "127.0.0.1";

export type Opened = { readonly udp: Socket; readonly tcp: Server };

/** Both transports on this port of loopback, or for 0 on any that is free for both. */
export const openOnOnePort = async (port = 0): Promise<Opened> => {
  for (;;) {
    const tcp = createServer().listen(port, HOST);
    await once(tcp, "listening");
    const udp = createSocket("udp4");
    try {
      udp.bind((tcp.address() as AddressInfo).port, HOST);
      await once(udp, "listening");
      return { udp, tcp };
    } catch (error) {
      udp.close();
      tcp.close();
      if (port !== 0 || (error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    }
  }
};

/** A port that was free for both transports a moment ago, for a program that cannot choose its own. */
export const findFreePort = async (): Promise<number> => {
  const { udp, tcp } = await openOnOnePort();
  const { port } = udp.address();
  const closed = [once(udp, "close"), once(tcp, "close")];
  udp.close();
  tcp.close();
  await Promise.all(closed);
  return port;
};
