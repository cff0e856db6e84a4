import type { IncomingMessage } from "node:http";
import type { TLSSocket } from "node:tls";

/** Hop-by-hop fields. Source: RFC 9110, 7.6.1. */
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

/** The received fields, names and values alternating, without hop-by-hop fields. */
const passedOn = ({ rawHeaders, headers }: IncomingMessage): string[] => {
  const named = (headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  return rawHeaders.filter((_, at) => {
    const name = rawHeaders[at - (at % 2)]?.toLowerCase() ?? "";
    return !OF_CONNECTION.has(name) && !named.includes(name);
  });
};

/** The name of a request: its host, else the server name of TLS; lower case, without a port. */
export const nameOf = (request: IncomingMessage): string => {
  const sni = (request.socket as Partial<TLSSocket>).servername;
  const host = request.headers.host ?? (typeof sni === "string" ? sni : "");
  return host.replace(/:\d*$/, "").toLowerCase();
};

/** The fields for the backend: the client's, and X-Forwarded fields. */
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
    // A body of unknown length must be chunked here; without this field Node would send it without framing.
    ...(headers["transfer-encoding"] === undefined ? [] : ["Transfer-Encoding", "chunked"]),
  ];
};

export const responseHeaders = passedOn;
