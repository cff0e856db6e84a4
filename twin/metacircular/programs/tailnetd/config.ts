import type { TableReader } from "#twin/platform/table-reader.ts";
import { readToml } from "../lib/config.ts";

/** A machine of the tailnet. */
export type Peer = {
  /** Its whole name, below `ts.net`. */
  readonly name: string;
  readonly address: string;
};

export type TailnetConfig = {
  /** The machine's tailnet address, on which the resolver listens. */
  readonly address: string;
  /** The upstream servers, in order. */
  readonly nameservers: readonly string[];
  /** The domains that are asked for over the tailnet; `~.` is all. Source: resolvectl(1), domain. */
  readonly domains: readonly string[];
  /** The machines whose names it answers itself. */
  readonly peers: readonly Peer[];
};

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const DOMAIN = /^~?(\.|[a-z0-9-]+(\.[a-z0-9-]+)*)$/;

const PEER = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.ts\.net$/;

const readPeer = (table: TableReader): Peer => {
  const peer = {
    name: table.string("name", "rift.platform.ts.net"),
    address: table.string("address", "198.51.100.10"),
  };
  if (!PEER.test(peer.name)) table.fail("name", "is no name below ts.net", 'write "rift.platform.ts.net"');
  if (!IPV4.test(peer.address)) table.fail("address", "is no IPv4 address", 'write "198.51.100.10"');
  table.done();
  return peer;
};

const readTailnetConfig = (table: TableReader): TailnetConfig => {
  const config = {
    address: table.string("address", "198.51.100.30"),
    nameservers: table.strings("nameservers"),
    domains: table.strings("domains"),
    peers: table.tables("peers").map(readPeer),
  };
  if (!IPV4.test(config.address)) table.fail("address", "is no IPv4 address", 'write "198.51.100.30"');
  if (config.nameservers.length === 0 || !config.nameservers.every((text) => IPV4.test(text)))
    table.fail("nameservers", "is not a list of IPv4 addresses", 'write ["198.51.100.10"]');
  if (config.domains.length === 0 || !config.domains.every((text) => DOMAIN.test(text)))
    table.fail("domains", "is not a list of domains", 'write ["~."] or ["~mcp.metacircular.net"]');
  table.done();
  return config;
};

/** @throws Fatal that says in one line what is wrong */
export const loadTailnetConfig = (file: string): TailnetConfig => readToml(file, readTailnetConfig);
