import type { DatabaseSync, StatementSync } from "node:sqlite";
import { inTransaction } from "../lib/database.ts";
import { Fatal } from "../lib/fatal.ts";
import type { ZoneConfig } from "./config.ts";
import { nextSerial } from "./serial.ts";

export type RecordType = "A" | "AAAA" | "CNAME" | "TXT";

export type StoredRecord = {
  readonly name: string;
  readonly type: RecordType;
  readonly ttl: number;
  readonly value: string;
};

export type Zone = ZoneConfig & { readonly serial: number };

export const DNS_SCHEMA = `
  create table if not exists zones (
    name text primary key,
    primary_server text not null,
    mailbox text not null,
    serial integer not null
  );
  create table if not exists records (
    id integer primary key,
    name text not null,
    type text not null,
    ttl integer not null,
    value text not null,
    unique (name, type, value)
  );
`;

/** Zones and records as the database has them. */
export class RecordStore {
  readonly #database: DatabaseSync;
  readonly #byName: StatementSync;
  readonly #below: StatementSync;
  readonly #zones: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#byName = database.prepare("select name, type, ttl, value from records where name = ? order by id");
    this.#below = database.prepare("select 1 from records where substr(name, -length(?)) = ? limit 1");
    this.#zones = database.prepare("select name, primary_server as 'primary', mailbox, serial from zones");
  }

  /** The zone whose name is the longest suffix of this one. */
  zoneOf(name: string): Zone | undefined {
    const zones = this.#zones.all() as unknown as Zone[];
    return zones
      .filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`))
      .toSorted((a, b) => b.name.length - a.name.length)[0];
  }

  recordsOf(name: string): readonly StoredRecord[] {
    return this.#byName.all(name) as unknown as StoredRecord[];
  }

  /** Whether a longer name ends in this one: it exists then, even without records. Source: RFC 8020. */
  hasNamesBelow(name: string): boolean {
    const suffix = `.${name}`;
    return this.#below.get(suffix, suffix) !== undefined;
  }

  /** Adds what is missing, and raises the serial of a zone only when something in it changed. */
  seed(zones: readonly ZoneConfig[], records: readonly StoredRecord[], now: Date): void {
    inTransaction(this.#database, () => {
      const zone = this.#database.prepare("insert or ignore into zones values (?, ?, ?, 0)");
      for (const { name, primary, mailbox } of zones) zone.run(name, primary, mailbox);
      const raise = this.#database.prepare("update zones set serial = ? where name = ?");
      for (const { name, serial } of this.#changedZones(zones, records))
        raise.run(nextSerial(serial, now), name);
    });
  }

  #changedZones(zones: readonly ZoneConfig[], records: readonly StoredRecord[]): Iterable<Zone> {
    const changed = new Map<string, Zone>();
    for (const { name } of zones) {
      const zone = this.zoneOf(name);
      if (zone?.serial === 0) changed.set(name, zone);
    }
    for (const record of records) {
      const zone = this.zoneOf(record.name);
      if (zone === undefined) throw new Fatal(`seed records: ${record.name} is in none of the zones`);
      if (this.#insert(record)) changed.set(zone.name, zone);
    }
    return changed.values();
  }

  #insert(record: StoredRecord): boolean {
    const others = this.recordsOf(record.name).filter(
      ({ type, value }) => type !== record.type || value !== record.value,
    );
    const clash = others.find(({ type }) => type === "CNAME" || record.type === "CNAME");
    if (clash !== undefined) {
      throw new Fatal(
        `seed records: ${record.name} cannot have ${record.type} beside ${clash.type}: a CNAME stands alone`,
      );
    }
    const insert = this.#database.prepare(
      "insert or ignore into records (name, type, ttl, value) values (?, ?, ?, ?)",
    );
    return insert.run(record.name, record.type, record.ttl, record.value).changes > 0;
  }
}
