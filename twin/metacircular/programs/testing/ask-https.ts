import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { fileURLToPath } from "node:url";

/** Test key, public on purpose: unit tests must run without openssl. */
const TESTING = fileURLToPath(new URL(".", import.meta.url));
export const CA_FILE = `${TESTING}loopback.pem`;
/** A keep-alive connection, as registry clients use, so that refusals of a body arrive. */
const agent = new Agent({ ca: readFileSync(CA_FILE), keepAlive: true });
agent.keepSocketAlive = () => false;

/** The table of a configuration that makes a service serve HTTPS with the certificate of the tests. */
export const TLS_TABLE = `[tls]\ncert = "${CA_FILE}"\nkey = "${TESTING}loopback.key"\nca = "${CA_FILE}"\n`;

export type Asked = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

export type AskFields = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Several pieces are sent chunked, unless the headers have a length. */
  readonly body?: string | Buffer | readonly Buffer[];
  /** The server name, in TLS and in the request. */
  readonly host?: string;
};

/** A server may answer before it has read everything; then the rest is not sent. */
const sendBody = async (
  client: ClientRequest,
  body: AskFields["body"],
  answered: Promise<unknown>,
): Promise<void> => {
  if (typeof body === "string" || Buffer.isBuffer(body)) return void client.end(body);
  let isAnswered = false;
  const seen = answered.then(() => {
    isAnswered = true;
  });
  for (const piece of body ?? []) {
    if (isAnswered) return;
    if (!client.write(piece)) await Promise.race([once(client, "drain"), seen]);
  }
  client.end();
};

/** The answer of the HTTPS server on this loopback port; its certificate is verified. */
export const askHttps = async (port: number, path: string, fields: AskFields = {}): Promise<Asked> => {
  const { method = "GET", headers = {}, host } = fields;
  const name = host === undefined ? {} : { servername: host, headers: { host, ...headers } };
  const client = request({ host: "127.0.0.1", port, path, method, headers, agent, ...name });
  const answered = once(client, "response") as Promise<[IncomingMessage]>;
  await Promise.all([answered, sendBody(client, fields.body, answered)]);
  const [response] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  if (!client.writableEnded) client.destroy();
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
};
