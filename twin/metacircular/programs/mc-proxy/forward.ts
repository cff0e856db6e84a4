import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { pipeline } from "node:stream/promises";
import { reason } from "../lib/fatal.ts";
import { json } from "../lib/http.ts";
import { send } from "../lib/reply.ts";
import type { Print, Run } from "../lib/run.ts";
import type { RouteConfig } from "./config.ts";
import { forwardH2c } from "./forward-h2c.ts";
import { requestHeaders, responseHeaders } from "./headers.ts";

const CONNECT_TIMEOUT_MS = 5_000;

export type Outcome = "passed" | "failed";

/**
 * A new connection for each request, so that none is used that the backend has just closed. Without `Connection: close`:
 * a backend that expects a close stops reading when it refuses a body, and its refusal is lost.
 */
const useOnce = <Kind extends HttpAgent>(agent: Kind): Kind => {
  agent.keepSocketAlive = () => false;
  return agent;
};

/** Sends requests on to backends. */
export class Forwarder {
  readonly #http = useOnce(new HttpAgent({ keepAlive: true }));
  readonly #https: HttpsAgent;
  readonly #connectTimeoutMs: number;
  readonly #warn: Print;

  /** `ca`: trusted certificates for backends, in PEM. */
  constructor(ca: Buffer | undefined, { patience, warn }: Pick<Run, "patience" | "warn">) {
    this.#connectTimeoutMs = CONNECT_TIMEOUT_MS * patience;
    this.#warn = warn;
    this.#https = useOnce(new HttpsAgent({ keepAlive: true, ...(ca === undefined ? {} : { ca }) }));
  }

  /** Streams the request to the backend and its answer back; without an answer the status is 502. */
  async forward(request: IncomingMessage, response: ServerResponse, route: RouteConfig): Promise<Outcome> {
    try {
      if (route.protocol === "h2c") await forwardH2c(request, response, route, this.#connectTimeoutMs);
      else await this.#exchange(request, response, this.#open(request, route));
      return "passed";
    } catch (error) {
      const spoken = route.protocol === "h2c" ? " over h2c" : "";
      const problem = `${route.name}: backend ${route.backend}${spoken}: ${reason(error)}`;
      this.#warn(`${problem}\n`);
      // After a partial answer no error can be sent; the missing end shows it.
      await send(response, json(502, { error: problem })).catch(() => response.destroy());
      return "failed";
    }
  }

  async #exchange(request: IncomingMessage, response: ServerResponse, client: ClientRequest): Promise<void> {
    client.on("continue", () => response.writeContinue());
    const answered = this.#answer(client);
    request.pipe(client);
    response.on("close", () => {
      client.destroy();
      // A refused body is read to its end, because the client may read the answer only after sending it.
      request.unpipe(client).resume();
    });
    await this.#passBack(await answered, response);
  }

  #open(request: IncomingMessage, { name, backend }: RouteConfig): ClientRequest {
    const { protocol, hostname, port } = new URL(backend);
    const isTls = protocol === "https:";
    const fields = {
      host: hostname,
      port: port === "" ? (isTls ? 443 : 80) : port,
      method: request.method,
      path: request.url,
      headers: requestHeaders(request, name),
    };
    const client = isTls
      ? httpsRequest({ ...fields, agent: this.#https, servername: name })
      : httpRequest({ ...fields, agent: this.#http });
    const late = () => client.destroy(new Error(`no connection within ${this.#connectTimeoutMs / 1_000} s`));
    const timer = setTimeout(late, this.#connectTimeoutMs);
    client.on("close", () => clearTimeout(timer));
    client.on("socket", (socket) =>
      socket.once(isTls ? "secureConnect" : "connect", () => clearTimeout(timer)),
    );
    return client;
  }

  #answer(client: ClientRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      client.on("response", resolve);
      client.on("error", reject);
    });
  }

  async #passBack(answer: IncomingMessage, response: ServerResponse): Promise<void> {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, responseHeaders(answer));
    await pipeline(answer, response);
  }
}
