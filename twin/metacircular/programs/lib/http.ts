import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { CommonConfig } from "./config.ts";
import { Fatal, reason } from "./fatal.ts";
import { type Content, type Reply, send } from "./reply.ts";

const LARGEST_BODY_BYTES = 1_048_576;

export type { Reply };

export type HttpRequest = {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly path: readonly string[];
};

export type Handler = (request: HttpRequest) => Reply<Content> | Promise<Reply<Content>>;

/** Handlers by method and path, as in `GET /v1/health`; a `*` at the end stands for the rest of the path. */
export type Routes = Readonly<Record<string, Handler>>;

/** A refused request; the client gets the reason. */
export class HttpProblem extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const json = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: `${JSON.stringify(value)}\n`,
});

/** The whole body of a request. @throws HttpProblem when it is larger. */
export const readBody = async (request: IncomingMessage, largestBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBytes) throw new HttpProblem(413, `the body is larger than ${largestBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** The JSON object in the body of a request. */
export const readJson = async (request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> => {
  const body = await readBody(request, LARGEST_BODY_BYTES);
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Reported below: for the client invalid JSON and a wrong type are the same error.
  }
  throw new HttpProblem(400, "the body is not a JSON object");
};

const findHandler = (routes: Routes, method: string, pathname: string): Handler | undefined => {
  const exact = routes[`${method} ${pathname}`];
  if (exact !== undefined) return exact;
  const prefixes = Object.keys(routes).filter((route) => route.endsWith("*"));
  const best = prefixes
    .filter((route) => `${method} ${pathname}`.startsWith(route.slice(0, -1)))
    .toSorted((a, b) => b.length - a.length)[0];
  return best === undefined ? undefined : routes[best];
};

const answer = async (routes: Routes, request: IncomingMessage): Promise<Reply<Content>> => {
  const url = URL.parse(request.url ?? "/", "http://service");
  if (url === null) return json(400, { error: "the target of the request is no path" });
  // HEAD is answered as GET; Node omits the body.
  const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
  const handler = findHandler(routes, method, url.pathname);
  if (handler === undefined)
    return json(404, { error: `no such resource: ${request.method} ${url.pathname}` });
  try {
    return await handler({ request, url, path: url.pathname.split("/").slice(1) });
  } catch (error) {
    return json(error instanceof HttpProblem ? error.status : 500, { error: reason(error) });
  }
};

/** Answers the request from the routes; the loss of the client or a file ends only this answer. */
export const answerFrom = (routes: Routes, request: IncomingMessage, response: ServerResponse): void => {
  answer(routes, request)
    .then((reply) => send(response, reply))
    .catch(() => response.destroy());
};

const createEitherServer = ({ tls }: Pick<CommonConfig, "tls">): Server => {
  if (tls === undefined) return createServer();
  try {
    return createTlsServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) });
  } catch (error) {
    throw new Fatal(`load certificate: ${reason(error)}`);
  }
};

/** A server without a listener: HTTPS when the configuration names a certificate. */
export const createBareServer = (config: Pick<CommonConfig, "tls">): Server => {
  const server = createEitherServer(config);
  // A large upload to an emulated machine takes longer than Node's limit of five minutes.
  server.requestTimeout = 0;
  return server;
};

/** The server for these routes. */
export const createHttpServer = (config: Pick<CommonConfig, "tls">, routes: Routes): Server =>
  createBareServer(config).on("request", (request, response) => answerFrom(routes, request, response));
