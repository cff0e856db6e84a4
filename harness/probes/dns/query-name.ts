import { fill, type ResolveAddress } from "../../scenario/text.ts";
import type { DnsQuery } from "./value.ts";

/** "google.com A @192.0.2.10", "google.com A over TCP". */
export const queryName = (query: DnsQuery, resolve: ResolveAddress): string =>
  `${query.name} ${query.type}${nameServer(query, resolve)}${query.protocol === "tcp" ? " over TCP" : ""}`;

/** " @192.0.2.10:5353"; nothing where the machine's own servers are asked. */
const nameServer = ({ server: text, port }: DnsQuery, resolve: ResolveAddress): string => {
  const server = text === undefined ? "" : fill(text, resolve);
  if (port === 53) return server === "" ? "" : ` @${server}`;
  return ` @${server.includes(":") ? `[${server}]` : server}:${port}`;
};
