import type { DnsQuery, Probe } from "./probe.ts";
import { fill, type ResolveAddress } from "./text.ts";

/** What a probe asks, in a few words: "google.com A @192.0.2.10", "GET https://mcr.example/v2/". */
export const probeName = (probe: Probe, resolve: ResolveAddress): string => {
  if (probe.kind === "command") return fill(probe.script, resolve).trim();
  if (probe.kind === "http") return `${probe.method} ${fill(probe.url, resolve)}`;
  if (probe.kind === "lookup") return `${probe.name} on every path`;
  const what = `${probe.name} ${probe.type}${nameServer(probe, resolve)}`;
  return `${what}${probe.protocol === "tcp" ? " over TCP" : ""}`;
};

/** " @192.0.2.10:5353"; nothing where the machine's own servers are asked. */
const nameServer = ({ server: text, port }: DnsQuery, resolve: ResolveAddress): string => {
  const server = text === undefined ? "" : fill(text, resolve);
  if (port === 53) return server === "" ? "" : ` @${server}`;
  return ` @${server.includes(":") ? `[${server}]` : server}:${port}`;
};
