import type { IncomingMessage } from "node:http";
import type { TLSSocket } from "node:tls";

/** What belongs to one connection, not to the message. Source: RFC 9110, 7.6.1. */
const OF_CONNECTION = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The fields as they came, names and values in turn, without those of the connection. */
const passedOn = ({ rawHeaders, headers }: IncomingMessage): string[] => {
  const named = (headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  return rawHeaders.filter((_, at) => {
    const name = rawHeaders[at - (at % 2)]?.toLowerCase() ?? "";
    return !OF_CONNECTION.has(name) && !named.includes(name);
  });
};

/** The name that a request is for: its host, else the name in the TLS handshake; lower case, without a port. */
export const nameOf = (request: IncomingMessage): string => {
  const sni = (request.socket as Partial<TLSSocket>).servername;
  const host = request.headers.host ?? (typeof sni === "string" ? sni : "");
  return host.replace(/:\d*$/, "").toLowerCase();
};

/** What the backend gets: all of it, and who asked, how and for what name. */
export const requestHeaders = (request: IncomingMessage, name: string): string[] => {
  const { headers, socket } = request;
  const clients = [headers["x-forwarded-for"], socket.remoteAddress].filter((text) => text !== undefined);
  const passed = passedOn(request).filter(
    (_, at, all) => all[at - (at % 2)]?.toLowerCase() !== "x-forwarded-for",
  );
  const add = (field: string, value: string) =>
    headers[field.toLowerCase()] === undefined ? [field, value] : [];
  return [
    ...passed,
    ...add("Host", name),
    "X-Forwarded-For",
    clients.join(", "),
    ...add("X-Forwarded-Proto", "encrypted" in socket ? "https" : "http"),
    ...add("X-Forwarded-Host", headers.host ?? name),
    // A body of unknown length has its own framing here; without a word node would send it without any.
    ...(headers["transfer-encoding"] === undefined ? [] : ["Transfer-Encoding", "chunked"]),
  ];
};

export const responseHeaders = passedOn;
