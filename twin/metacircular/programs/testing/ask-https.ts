import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request } from "node:https";
import { fileURLToPath } from "node:url";

/** A key for nothing but these tests: unit tests must run where there is no openssl. */
const TESTING = fileURLToPath(new URL(".", import.meta.url));
export const CA_FILE = `${TESTING}loopback.pem`;
const ca = readFileSync(CA_FILE);

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
  /** In several pieces it goes out chunked, unless the headers tell its length. */
  readonly body?: string | Buffer | readonly Buffer[];
  /** The name that is asked for, in TLS and in the request. */
  readonly host?: string;
};

const sendBody = async (client: ReturnType<typeof request>, body: AskFields["body"] = ""): Promise<void> => {
  for (const piece of Array.isArray(body) ? (body as readonly Buffer[]) : [])
    if (!client.write(piece)) await once(client, "drain");
  client.end(Array.isArray(body) ? undefined : body);
};

/** What the HTTPS server on this loopback port says; its certificate is verified. */
export const askHttps = async (port: number, path: string, fields: AskFields = {}): Promise<Asked> => {
  const { method = "GET", headers = {}, host } = fields;
  const name = host === undefined ? {} : { servername: host, headers: { ...headers, host } };
  const client = request({ host: "127.0.0.1", port, path, method, headers, ca, agent: false, ...name });
  const answered = once(client, "response") as Promise<[IncomingMessage]>;
  await Promise.all([answered, sendBody(client, fields.body)]);
  const [response] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
};
