import type { TableReader } from "#twin/platform/table-reader.ts";
import { readToml } from "../lib/config.ts";

export type TailnetConfig = {
  /** The machine's tailnet address, on which the resolver listens. */
  readonly address: string;
  /** The upstream servers, in order. */
  readonly nameservers: readonly string[];
  /** The domains that are asked for over the tailnet; `~.` is all. Source: resolvectl(1), domain. */
  readonly domains: readonly string[];
};

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const DOMAIN = /^~?(\.|[a-z0-9-]+(\.[a-z0-9-]+)*)$/;

const readTailnetConfig = (table: TableReader): TailnetConfig => {
  const config = {
    address: table.string("address", "198.51.100.30"),
    nameservers: table.strings("nameservers"),
    domains: table.strings("domains"),
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
