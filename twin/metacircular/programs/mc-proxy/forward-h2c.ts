import { once } from "node:events";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { connect, type IncomingHttpHeaders } from "node:http2";
import { pipeline } from "node:stream/promises";
import type { RouteConfig } from "./config.ts";
import { requestHeaders } from "./headers.ts";

/** Fields that HTTP/2 replaces: the name is a pseudo-header, and bodies are framed. Source: RFC 9113, 8.2.2 and 8.3.1. */
const NOT_IN_HTTP2 = new Set(["host", "transfer-encoding"]);

const requestFields = (request: IncomingMessage, name: string): OutgoingHttpHeaders => {
  const flat = requestHeaders(request, name);
  const fields: Record<string, string[]> = {};
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const field = flat[at]?.toLowerCase() ?? "";
    if (!NOT_IN_HTTP2.has(field)) fields[field] = [...(fields[field] ?? []), flat[at + 1] ?? ""];
  }
  return {
    ...fields,
    ":method": request.method,
    ":path": request.url,
    ":scheme": "http",
    ":authority": request.headers.host ?? name,
  };
};

const responseFields = (headers: IncomingHttpHeaders): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":")));

/**
 * Forwards the request in HTTP/2 without TLS, on its own connection, and returns the answer.
 *
 * The connection is HTTP/2 from the first byte; a backend that supports only HTTP/1.1 answers in that.
 *
 * @throws when the backend does not answer in HTTP/2.
 */
export const forwardH2c = async (
  request: IncomingMessage,
  response: ServerResponse,
  { name, backend }: Pick<RouteConfig, "name" | "backend">,
  connectTimeoutMs: number,
): Promise<void> => {
  const session = connect(backend);
  const late = () => session.destroy(new Error(`no connection within ${connectTimeoutMs / 1_000} s`));
  const timer = setTimeout(late, connectTimeoutMs);
  session.on("connect", () => clearTimeout(timer));
  // The stream reports it, because it fails with the session.
  session.on("error", () => undefined);
  try {
    const stream = session.request(requestFields(request, name));
    response.on("close", () => {
      stream.destroy();
      request.unpipe(stream).resume();
    });
    stream.on("continue", () => response.writeContinue());
    stream.on("trailers", (trailers: IncomingHttpHeaders) =>
      response.addTrailers(responseFields(trailers) as Record<string, string>),
    );
    const answered = once(stream, "response") as Promise<[IncomingHttpHeaders]>;
    request.pipe(stream);
    const [headers] = await answered;
    response.writeHead(Number(headers[":status"]), responseFields(headers));
    await pipeline(stream, response);
  } catch (error) {
    // For a stream that never began, the error of the connection is the cause.
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
  } finally {
    clearTimeout(timer);
    session.destroy();
  }
};
