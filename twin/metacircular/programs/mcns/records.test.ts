import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { openDatabase } from "../lib/database.ts";
import { makeDirectory } from "../testing/run-service.ts";
import { askZones } from "./authority.ts";
import type { ZoneConfig } from "./config.ts";
import type { StoredRecord } from "./record-rules.ts";
import { DNS_SCHEMA, RecordStore } from "./records.ts";

const zone = (name: string): ZoneConfig => ({ name, primary: "ns.example", mailbox: "admin.example" });
const record = (name: string, type: StoredRecord["type"], value: string, ttl = 300): StoredRecord => ({
  name,
  type,
  ttl,
  value,
});

const DAY = new Date("2026-04-03T12:00:00Z");
const A = record("a.example", "A", "192.0.2.1");
const ALIAS = record("a.example", "CNAME", "b.example");

const directory = makeDirectory();
afterAll(() => rmSync(directory, { recursive: true }));
const fileOf = (): string => join(directory, `${randomUUID()}.db`);
const storeIn = (file: string): RecordStore =>
  new RecordStore(openDatabase(file, DNS_SCHEMA, () => undefined));

const seeded = (records: readonly StoredRecord[] = [], zones = ["example"], file = fileOf()): RecordStore => {
  const store = storeIn(file);
  store.seed(zones.map(zone), records, DAY);
  return store;
};

const serialOf = (store: RecordStore, name = "example"): number | undefined => store.zoneOf(name)?.serial;

describe("zoneOf", () => {
  it("is the zone with the longest name, which ends at a label", () => {
    const store = seeded([], ["example", "b.example", "a.b.example"]);
    expect(store.zoneOf("x.a.b.example")?.name).toBe("a.b.example");
    expect(store.zoneOf("a.b.example")?.name).toBe("a.b.example");
    expect(store.zoneOf("xb.example")?.name).toBe("example");
    expect(store.zoneOf("notexample")).toBeUndefined();
  });
});

describe("a record", () => {
  it("raises the serial of its own zone when it comes, and when it goes, and at no other time", () => {
    const store = seeded([], ["example", "b.example"]);
    expect(store.add(A, DAY)).toBe(true);
    expect(serialOf(store)).toBe(2_026_040_301);
    expect(store.add(A, DAY)).toBe(false);
    expect(serialOf(store)).toBe(2_026_040_301);
    expect(store.remove({ ...A, name: "A.Example." }, DAY)).toBe(true);
    expect(store.remove(A, DAY)).toBe(false);
    expect(serialOf(store)).toBe(2_026_040_302);
    expect(serialOf(store, "b.example")).toBe(2_026_040_300);
  });

  it.each([
    ["an alias beside an address", [A], ALIAS, "a.example cannot have CNAME beside A: a CNAME stands alone"],
    ["an address beside an alias", [ALIAS], A, "a.example cannot have A beside CNAME: a CNAME stands alone"],
    [
      "a second alias",
      [ALIAS],
      { ...ALIAS, value: "c.example" },
      "a.example cannot have CNAME beside CNAME: a CNAME stands alone",
    ],
    [
      "an alias at the apex",
      [],
      { ...ALIAS, name: "example" },
      "example cannot have CNAME: the zone's own name has its SOA",
    ],
    ["a name of another zone", [], { ...A, name: "a.elsewhere" }, "a.elsewhere is in none of the zones"],
  ] as const)("cannot be %s, and nothing changes then", (_, before, wanted, message) => {
    const store = seeded(before);
    const serial = serialOf(store);
    expect(() => store.add(wanted, DAY)).toThrow(message);
    expect(store.recordsOf(wanted.name)).toEqual(before);
    expect(serialOf(store)).toBe(serial);
  });

  it("is judged in the transaction that adds it: who writes meanwhile is waited for", () => {
    const file = fileOf();
    const store = seeded([], ["example"], file);
    const other = new DatabaseSync(file, { timeout: 0 });
    other.exec("begin immediate");
    const impatient = new RecordStore(new DatabaseSync(file, { timeout: 0 }));
    expect(() => impatient.add(ALIAS, DAY)).toThrow("database is locked");
    other.exec("insert into records (name, type, ttl, value) values ('a.example', 'A', 300, '192.0.2.1')");
    other.exec("commit");
    expect(() => store.add(ALIAS, DAY)).toThrow("a CNAME stands alone");
  });
});

describe("seeding", () => {
  it("changes nothing the second time, and adds what is new", () => {
    const file = fileOf();
    seeded([A], ["example"], file);
    const again = seeded([A], ["example"], file);
    expect([again.recordsOf("a.example"), serialOf(again)]).toEqual([[A], 2_026_040_300]);
    const more = seeded([A, { ...A, value: "192.0.2.2" }], ["example"], file);
    expect([more.recordsOf("a.example").length, serialOf(more)]).toEqual([2, 2_026_040_301]);
  });

  it("is all or nothing", () => {
    const file = fileOf();
    expect(() => seeded([A, ALIAS], ["example"], file)).toThrow("seed records: a.example cannot have CNAME");
    expect(storeIn(file).zones()).toEqual([]);
    expect(storeIn(file).recordsOf("a.example")).toEqual([]);
  });
});

describe("askZones", () => {
  it("gives all records of a type the smallest of their TTLs", () => {
    const store = seeded([A, { ...A, value: "192.0.2.2", ttl: 60 }]);
    expect(askZones(store, { name: "a.example", type: "A" })?.answers).toMatchObject([
      { ttl: 60 },
      { ttl: 60 },
    ]);
  });

  it("knows that a name exists when a zone lies below it", () => {
    const store = seeded([], ["example", "a.b.example"]);
    expect(askZones(store, { name: "b.example", type: "A" })?.rcode).toBe("NOERROR");
    expect(askZones(store, { name: "c.example", type: "A" })?.rcode).toBe("NXDOMAIN");
  });
});
