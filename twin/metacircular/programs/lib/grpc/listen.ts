import { readFileSync } from "node:fs";
import { type Server, ServerCredentials } from "@grpc/grpc-js";
import type { CommonConfig } from "../config.ts";
import { Fatal, reason } from "../fatal.ts";
import { announce, type Listening } from "../listen.ts";

const credentialsOf = ({ tls }: Pick<CommonConfig, "tls">): ServerCredentials => {
  if (tls === undefined) return ServerCredentials.createInsecure();
  try {
    const pair = { cert_chain: readFileSync(tls.cert), private_key: readFileSync(tls.key) };
    return ServerCredentials.createSsl(null, [pair]);
  } catch (error) {
    throw new Fatal(`load certificate: ${reason(error)}`);
  }
};

/** Opens the server at the configured address, and prints it: "grpcs" with a certificate, "grpc" without. */
export const listenGrpc = async (
  server: Server,
  config: Pick<CommonConfig, "listen" | "tls">,
  { print, closing }: Listening,
): Promise<void> => {
  const { host } = config.listen;
  const credentials = credentialsOf(config);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.bindAsync(`${host}:${config.listen.port}`, credentials, (error, port) =>
    error === null ? resolve(port) : reject(error),
  );
  const port = await promise.catch((error: unknown) => {
    throw new Fatal(`listen: ${reason(error)}`);
  });
  if (closing.disposed) return server.forceShutdown();
  closing.defer(() => server.forceShutdown());
  announce(config.tls === undefined ? "grpc" : "grpcs", { address: host, port, family: "IPv4" }, print);
};
