import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";

/** An engine that is reached over TCP on the loopback interface, as one of another host. */
export interface EngineOverTcp extends AsyncDisposable {
  /** The value of DOCKER_HOST. */
  readonly dockerHost: string;
}

/** Passes connections to a port of this host on to an engine's socket, until it is disposed. */
export const overTcp = async (socket: string): Promise<EngineOverTcp> => {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = createConnection({ path: socket, allowHalfOpen: true });
    for (const one of [client, engine]) {
      open.add(one);
      one.on("error", () => one.destroy());
      one.on("close", () => {
        open.delete(one);
        (one === client ? engine : client).destroy();
      });
    }
    client.pipe(engine).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    dockerHost: `tcp://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      for (const one of open) one.destroy();
      server.close();
      await once(server, "close");
    },
  };
};
