import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { CommonConfig } from "../lib/config.ts";
import { Fatal, reason } from "../lib/fatal.ts";
import { createBareServer, HttpProblem, json } from "../lib/http.ts";
import { type Reply, send } from "../lib/reply.ts";

/** Returns a reply, or writes the response itself and returns nothing. */
export type AgentHandler = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<Reply | undefined> | Reply | undefined;

/** By method and path, as in `GET /v1/health`. */
export type AgentRoutes = Readonly<Record<string, AgentHandler>>;

const answer = async (
  routes: AgentRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const [path] = (request.url ?? "/").split("?", 1);
  const key = `${request.method} ${path}`;
  const handler = Object.hasOwn(routes, key) ? routes[key] : undefined;
  try {
    if (handler === undefined) throw new HttpProblem(404, `no such resource: ${key}`);
    const reply = await handler(request, response);
    if (reply !== undefined) await send(response, reply);
  } catch (error) {
    // After the first line of a stream no error can be sent; the missing last line shows it.
    if (response.headersSent) response.destroy();
    else
      await send(response, json(error instanceof HttpProblem ? error.status : 500, { error: reason(error) }));
  }
};

/**
 * The server for these routes; unlike a service's, it also streams answers.
 *
 * @throws Fatal without a certificate, because requests that start containers must be encrypted.
 */
export const createAgentServer = (config: Pick<CommonConfig, "tls">, routes: AgentRoutes): Server => {
  if (config.tls === undefined) throw new Fatal("read configuration: tls is missing; add a table [tls]");
  return createBareServer(config).on("request", (request, response) => {
    answer(routes, request, response).catch(() => response.destroy());
  });
};
