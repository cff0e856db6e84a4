import { expect, test } from "vitest";
import type { EventOf } from "../../journal/drill-record.ts";
import type { Sighting } from "../../journal/events.ts";
import { rowsOf } from "./rows.ts";

type Change = EventOf<"sample-changed">;

const startMs = 1_000_000;

const change = (sentMs: number, seen: Sighting, parts: Partial<Change> = {}): Change => ({
  type: "sample-changed",
  procedure: "by-hand",
  title: "google.com resolves",
  ok: seen === "right",
  seen,
  machine: "vade",
  probe: "google.com A @192.0.2.10",
  sentMs: startMs + sentMs,
  got: `${seen} at ${sentMs}`,
  atMs: startMs + sentMs + 1000,
  sinceMs: 0,
  ...parts,
});

const spans = (changes: readonly Change[]) =>
  rowsOf(changes, startMs, 10_000).map((row) =>
    row.spans.map((one) => `${one.seen} ${one.fromMs}-${one.toMs}`),
  );

test("a check is as it was seen until it is seen otherwise, or the sampling ends", () => {
  const changes = [
    change(100, "right"),
    change(2000, "wrong"),
    change(5000, "missing"),
    change(6000, "right"),
  ];
  expect(spans(changes)).toEqual([
    ["right 100-2000", "wrong 2000-5000", "missing 5000-6000", "right 6000-10000"],
  ]);
  expect(rowsOf(changes, startMs, 10_000)[0]?.spans[1]?.got).toBe("wrong at 2000");
});

test("changes that the journal has in another order are put in order", () => {
  expect(spans([change(2000, "wrong"), change(100, "right")])).toEqual([
    ["right 100-2000", "wrong 2000-10000"],
  ]);
});

test("what was seen twice in the same way is one span", () => {
  expect(spans([change(100, "right"), change(2000, "right")])).toEqual([["right 100-10000"]]);
});

test("there is a row for each machine and probe, in the order of their names", () => {
  const other = { probe: "host10 A @192.0.2.10" };
  const changes = [
    change(100, "right"),
    change(101, "right", { machine: "rift" }),
    change(102, "right", other),
    change(103, "right", { probe: "host9 A @192.0.2.10" }),
  ];
  expect(rowsOf(changes, startMs, 10_000).map(({ label }) => label)).toEqual([
    "rift: google.com A @192.0.2.10",
    "vade: google.com A @192.0.2.10",
    "vade: host9 A @192.0.2.10",
    "vade: host10 A @192.0.2.10",
  ]);
});

test.each([
  [true, "NOERROR with 203.0.113.80", "right"],
  [false, "timeout: no answer in 1000 ms", "missing"],
  [false, "unreachable: recvmsg ECONNREFUSED", "missing"],
  [false, "tls-failed: read ECONNRESET", "missing"],
  [false, "broken: socket hang up", "missing"],
  [false, "tls-failed: certificate has expired", "wrong"],
  [false, "SERVFAIL, no answer record", "wrong"],
  [false, "status 502: read ECONNRESET", "wrong"],
] as const)("an older journal says it by what came: %s %s", (ok, got, seen) => {
  const { seen: _seen, machine: _machine, probe: _probe, ...older } = change(100, "right", { ok, got });
  expect(rowsOf([older], startMs, 10_000)).toMatchObject([
    { label: "google.com resolves", spans: [{ seen, fromMs: 100, toMs: 10_000 }] },
  ]);
});
