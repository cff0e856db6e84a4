import type { DatabaseSync, StatementSync } from "node:sqlite";
import { inTransaction } from "../lib/database.ts";
import { Fatal } from "../lib/fatal.ts";
import type { ZoneConfig } from "./config.ts";
import { clashOf, normalRecord, RecordProblem, type StoredRecord } from "./record-rules.ts";
import { nextSerial } from "./serial.ts";

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

/** Whether a row was added or removed. */
type Changed = boolean;

/** Zones and records of the database; each change increments the serial of its zone in the same transaction. */
export class RecordStore {
  readonly #database: DatabaseSync;
  readonly #byName: StatementSync;
  readonly #below: StatementSync;
  readonly #zones: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#byName = database.prepare("select name, type, ttl, value from records where name = ? order by id");
    this.#below = database.prepare(
      `select 1 from (select name from records union all select name from zones)
       where substr(name, -length(?1)) = ?1 limit 1`,
    );
    this.#zones = database.prepare(
      "select name, primary_server as 'primary', mailbox, serial from zones order by name",
    );
  }

  zones(): readonly Zone[] {
    return this.#zones.all() as unknown as Zone[];
  }

  /** The zone whose name is the longest suffix of this one. */
  zoneOf(name: string): Zone | undefined {
    return this.zones()
      .filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`))
      .toSorted((a, b) => b.name.length - a.name.length)[0];
  }

  recordsOf(name: string): readonly StoredRecord[] {
    return this.#byName.all(name) as unknown as StoredRecord[];
  }

  /** The records of a zone, without those of the zones below it. */
  recordsIn(zone: string): readonly StoredRecord[] {
    const all = this.#database
      .prepare("select name, type, ttl, value from records order by name, type, id")
      .all();
    return (all as unknown as StoredRecord[]).filter(({ name }) => this.zoneOf(name)?.name === zone);
  }

  /** Whether a longer name ends in this one: it exists then, even without records. Source: RFC 8020. */
  hasNamesBelow(name: string): boolean {
    return this.#below.get(`.${name}`) !== undefined;
  }

  /**
   * Adds the missing records, and increments the serial of a zone only when it changed.
   *
   * @throws Fatal for an invalid record; then nothing is added.
   */
  seed(zones: readonly ZoneConfig[], records: readonly StoredRecord[], now: Date): void {
    try {
      inTransaction(this.#database, () => this.#seed(zones, records, now));
    } catch (error) {
      if (error instanceof RecordProblem) throw new Fatal(`seed records: ${error.message}`);
      throw error;
    }
  }

  /** Adds a record, `false` when it exists. @throws RecordProblem for an invalid record */
  add(record: StoredRecord, now: Date): Changed {
    return inTransaction(this.#database, () => {
      const changed = this.#insert(record);
      if (changed) this.#raise([this.#zoneFor(record).name], now);
      return changed;
    });
  }

  /** Removes a record, `false` when it does not exist. */
  remove(record: StoredRecord, now: Date): Changed {
    return inTransaction(this.#database, () => {
      const { name, type, value } = normalRecord(record);
      const changed =
        this.#database
          .prepare("delete from records where name = ? and type = ? and value = ?")
          .run(name, type, value).changes > 0;
      if (changed) this.#raise([this.#zoneFor(record).name], now);
      return changed;
    });
  }

  /**
   * Runs SQL on the tables, and increments the serial of each zone whose records changed.
   *
   * @throws RecordProblem for an invalid record, and errors of SQLite; then nothing is kept.
   */
  runSql(sql: string, now: Date): void {
    inTransaction(this.#database, () => {
      const before = this.#everyRecord();
      this.#database.exec(sql);
      const after = this.#everyRecord();
      const added = [...after].filter(([key]) => !before.has(key)).map(([, record]) => record);
      const gone = [...before].filter(([key]) => !after.has(key)).map(([, record]) => record);
      for (const record of added) this.#refuseClash(normalRecord(record));
      this.#raise(
        [...added, ...gone].map((record) => this.#zoneFor(record).name),
        now,
      );
    });
  }

  #everyRecord(): ReadonlyMap<string, StoredRecord> {
    const all = this.#database.prepare("select name, type, ttl, value from records").all();
    return new Map((all as unknown as StoredRecord[]).map((record) => [JSON.stringify(record), record]));
  }

  #seed(zones: readonly ZoneConfig[], records: readonly StoredRecord[], now: Date): void {
    const insert = this.#database.prepare("insert or ignore into zones values (?, ?, ?, 0)");
    for (const { name, primary, mailbox } of zones) insert.run(name, primary, mailbox);
    const fresh = this.zones().filter(({ serial }) => serial === 0);
    const changed = records.filter((record) => this.#insert(record)).map((record) => this.#zoneFor(record));
    this.#raise(
      [...fresh, ...changed].map(({ name }) => name),
      now,
    );
  }

  #raise(zones: readonly string[], now: Date): void {
    const raise = this.#database.prepare("update zones set serial = ? where name = ?");
    for (const { name, serial } of this.zones().filter((zone) => zones.includes(zone.name)))
      raise.run(nextSerial(serial, now), name);
  }

  #zoneFor(record: StoredRecord): Zone {
    const { name } = normalRecord(record);
    const zone = this.zoneOf(name);
    if (zone === undefined) throw new RecordProblem(`${name} is in none of the zones`);
    return zone;
  }

  #insert(wanted: StoredRecord): Changed {
    const record = normalRecord(wanted);
    this.#refuseClash(record);
    const insert = this.#database.prepare(
      "insert or ignore into records (name, type, ttl, value) values (?, ?, ?, ?)",
    );
    return insert.run(record.name, record.type, record.ttl, record.value).changes > 0;
  }
  #refuseClash(record: StoredRecord): void {
    const clash = clashOf(record, this.#zoneFor(record).name, this.recordsOf(record.name));
    if (clash !== undefined) throw new RecordProblem(clash);
  }
}
