import type { TableReader } from "#twin/platform/table-reader.ts";
import { type ListenAddress, readListenAddress, readListenAddresses } from "../lib/listen-address.ts";
import {
  isName,
  normalName,
  normalRecord,
  RECORD_TYPES,
  RecordProblem,
  type StoredRecord,
} from "./record-rules.ts";

const DEFAULT_TTL_S = 300;
const TTL_RANGE = { min: 0, max: 604_800 };

export type ZoneConfig = {
  readonly name: string;
  /** The primary name server, and the mailbox of the responsible person, as in a SOA record. */
  readonly primary: string;
  readonly mailbox: string;
};

export type McnsConfig = {
  readonly dns: ListenAddress;
  /** Further addresses, of the LAN and the tailnet, where 0.0.0.0 would conflict with another resolver. */
  readonly alsoDns: readonly ListenAddress[];
  /** `address:port`; none: names outside the zones are refused. */
  readonly forwarders: readonly ListenAddress[];
  readonly zones: readonly ZoneConfig[];
  readonly seeds: readonly StoredRecord[];
  /** A folder of .sql files that are run at every start. */
  readonly migrations: string | undefined;
};

const readName = (table: TableReader, key: string, example: string): string => {
  const name = normalName(table.string(key, example));
  return isName(name) ? name : table.fail(key, `is "${name}"`, `write a name, as in "${example}"`);
};

const readZone = (table: TableReader): ZoneConfig => {
  const zone = {
    name: readName(table, "name", "svc.mcp.metacircular.net"),
    primary: readName(table, "primary", "ns.mcp.metacircular.net"),
    mailbox: readName(table, "mailbox", "admin.metacircular.net"),
  };
  table.done();
  return zone;
};

const readSeed = (table: TableReader, record: StoredRecord): StoredRecord => {
  try {
    return normalRecord(record);
  } catch (error) {
    if (!(error instanceof RecordProblem)) throw error;
    return table.fail("values", `cannot be served: ${error.message}`, 'write values = ["192.0.2.10"]');
  }
};

const readSeeds = (table: TableReader): readonly StoredRecord[] => {
  const name = readName(table, "name", "mcr.svc.mcp.metacircular.net");
  const type = table.oneOf("type", RECORD_TYPES, "A");
  const ttl = table.integer("ttl", TTL_RANGE, DEFAULT_TTL_S);
  const values = table.strings("values");
  if (values.length === 0) table.fail("values", "is empty", 'write values = ["192.0.2.10"]');
  table.done();
  return values.map((value) => readSeed(table, { name, type, ttl, value }));
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
  const migrations = table.optionalTable("migrations");
  const config = {
    dns: readListenAddress(dns, "0.0.0.0:53"),
    alsoDns: readListenAddresses(dns, "also_listen", "192.0.2.10:53"),
    forwarders: readForwarders(dns),
    zones: table.tables("zones").map(readZone),
    seeds: table.tables("records").flatMap(readSeeds),
    migrations: migrations?.string("folder", "/srv/mcns/migrations"),
  };
  dns.done();
  migrations?.done();
  if (config.zones.length === 0) table.fail("zones", "is empty", "add one [[zones]] table a zone");
  return config;
};
