import { once } from "node:events";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { connect, type IncomingHttpHeaders } from "node:http2";
import { pipeline } from "node:stream/promises";
import type { RouteConfig } from "./config.ts";
import { requestHeaders } from "./headers.ts";

/** In HTTP/2 the name is a field of its own, and a body is framed anyway. Source: RFC 9113, 8.2.2 and 8.3.1. */
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
 * Sends the request on in HTTP/2 without TLS, on a connection of its own, and the answer back.
 *
 * The backend is spoken to in HTTP/2 from the first byte; one that only knows HTTP/1.1 answers in that.
 *
 * @throws when the backend gives no answer in HTTP/2.
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
  // Told by the stream, which fails with the session.
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
    // A stream that never began tells of itself first, and of the connection as its cause.
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
  } finally {
    clearTimeout(timer);
    session.destroy();
  }
};
