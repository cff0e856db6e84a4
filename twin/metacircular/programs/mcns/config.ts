import type { TableReader } from "#harness/platform/table-reader.ts";
import { type ListenAddress, readListenAddress } from "../lib/listen-address.ts";
import type { RecordType, StoredRecord } from "./records.ts";

const DEFAULT_TTL_S = 300;
const TTL_RANGE = { min: 0, max: 604_800 };

export type ZoneConfig = {
  readonly name: string;
  /** The primary name server, and the mailbox of the person in charge, as in a SOA record. */
  readonly primary: string;
  readonly mailbox: string;
};

export type McnsConfig = {
  readonly dns: ListenAddress;
  /** `address:port`; none: names outside the zones are refused. */
  readonly forwarders: readonly ListenAddress[];
  readonly zones: readonly ZoneConfig[];
  readonly seeds: readonly StoredRecord[];
};

const readZone = (table: TableReader): ZoneConfig => {
  const zone = {
    name: table.string("name", "svc.mcp.metacircular.net").toLowerCase(),
    primary: table.string("primary", "ns.mcp.metacircular.net").toLowerCase(),
    mailbox: table.string("mailbox", "admin.metacircular.net").toLowerCase(),
  };
  table.done();
  return zone;
};

const readSeeds = (table: TableReader): readonly StoredRecord[] => {
  const name = table.string("name", "mcr.svc.mcp.metacircular.net").toLowerCase();
  const type: RecordType = table.oneOf("type", ["A", "AAAA", "CNAME", "TXT"], "A");
  const ttl = table.integer("ttl", TTL_RANGE, DEFAULT_TTL_S);
  const values = table.strings("values");
  if (values.length === 0) table.fail("values", "is empty", 'write values = ["192.0.2.10"]');
  table.done();
  return values.map((value) => ({ name, type, ttl, value }));
};

const readForwarders = (table: TableReader): readonly ListenAddress[] =>
  table.strings("forwarders").map((text) => {
    const [, host, port] = /^([0-9.]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
    if (host === undefined)
      return table.fail("forwarders", `has "${text}"`, 'write "1.1.1.1" or "1.1.1.1:53"');
    return { host, port: port === undefined ? 53 : Number(port) };
  });

/** The part of the configuration that only MCNS has. */
export const readMcnsConfig = (table: TableReader): McnsConfig => {
  const dns = table.table("dns");
  const config = {
    dns: readListenAddress(dns, "0.0.0.0:53"),
    forwarders: readForwarders(dns),
    zones: table.tables("zones").map(readZone),
    seeds: table.tables("records").flatMap(readSeeds),
  };
  dns.done();
  if (config.zones.length === 0) table.fail("zones", "is empty", "add one [[zones]] table a zone");
  return config;
};
