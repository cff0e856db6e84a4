import type { Probe } from "./probe.ts";
import { fill, type ResolveAddress } from "./text.ts";

/** What a probe asks, in a few words: "google.com A @192.0.2.10", "GET https://mcr.example/v2/". */
export const probeName = (probe: Probe, resolve: ResolveAddress): string => {
  if (probe.kind === "command") return fill(probe.script, resolve).trim();
  if (probe.kind === "http") return `${probe.method} ${fill(probe.url, resolve)}`;
  const server = fill(probe.server, resolve);
  const at = probe.port === 53 ? server : `${server.includes(":") ? `[${server}]` : server}:${probe.port}`;
  return `${probe.name} ${probe.type} @${at}${probe.protocol === "tcp" ? " over TCP" : ""}`;
};
