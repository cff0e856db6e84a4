import { expect, test } from "vitest";
import { evaluateDns } from "./evaluate.ts";
import type { DnsExpectation, DnsObservation, DnsQuery } from "./value.ts";

const query = (expect_: DnsExpectation, type = "A"): DnsQuery => ({
  kind: "dns",
  machine: "rift",
  name: "svc.example",
  type,
  server: ["192.0.2.10"],
  port: 53,
  protocol: "udp",
  timeoutMs: 100,
  expect: expect_,
});

const answered: DnsObservation = {
  kind: "dns",
  server: "192.0.2.10",
  protocol: "udp",
  retriedOverTcp: false,
  outcome: "answered",
  rcode: "NOERROR",
  flags: ["qr", "aa", "rd"],
  answers: [{ name: "svc.example", type: "A", ttl: 60, data: "192.0.2.7" }],
  authorities: [],
  error: "",
  durationMs: 1,
};
const soa = { name: "Example", type: "SOA", ttl: 60, data: "ns.example root.example 1 1 1 1 1" };

const holds = (expected: DnsExpectation, change: Partial<DnsObservation> = {}, type = "A") =>
  evaluateDns(query(expected, type), { ...answered, ...change }, () => "").ok;

test("the outcome is what was asked for, and no other", () => {
  expect(holds({ outcome: "nodata" }, { answers: [], authorities: [soa] })).toBe(true);
  expect(holds({ outcome: "nodata" }, { answers: [] })).toBe(false);
  expect(holds({ outcome: "empty" }, { answers: [] })).toBe(true);
  expect(holds({ outcome: "empty" }, { answers: [], authorities: [soa] })).toBe(false);
  expect(holds({ outcome: "timeout" }, { outcome: "timeout", rcode: "" })).toBe(true);
  expect(holds({ outcome: "timeout" }, { outcome: "unreachable", rcode: "" })).toBe(false);
  expect(holds({ rcode: "NOTIMP" }, { rcode: "NOTIMP", answers: [] })).toBe(true);
});

test("flags are set or not", () => {
  expect(holds({ outcome: "answer", flags: { aa: true, ra: false } })).toBe(true);
  expect(holds({ outcome: "answer", flags: { ra: true } })).toBe(false);
  expect(holds({ outcome: "answer", flags: { aa: false } })).toBe(false);
  expect(holds({ flags: { aa: false } }, { outcome: "timeout", rcode: "", flags: [] })).toBe(false);
});

test("every record's TTL is within its range", () => {
  const two = [...answered.answers, { name: "svc.example", type: "A", ttl: 301, data: "192.0.2.8" }];
  expect(holds({ ttl: { least: 60, most: 60 } })).toBe(true);
  expect(holds({ ttl: { least: 61, most: 300 } })).toBe(false);
  expect(holds({ ttl: { least: 0, most: 300 } }, { answers: two })).toBe(false);
  expect(holds({ ttl: { least: 0, most: 300 } }, { answers: [] })).toBe(false);
});

test("the SOA is of the zone, wherever it stands and however it is written", () => {
  expect(holds({ soa: "example" }, { authorities: [soa] })).toBe(true);
  expect(holds({ soa: "example." }, { answers: [soa] }, "SOA")).toBe(true);
  expect(holds({ soa: "svc.example" }, { authorities: [soa] })).toBe(false);
  expect(holds({ soa: "example" })).toBe(false);
});

test("names in data are compared as names, texts as texts", () => {
  const answers = (type: string, data: string) => ({
    answers: [{ name: "svc.example", type, ttl: 1, data }],
  });
  const wanted = (value: string): DnsExpectation => ({ rcode: "NOERROR", answers: [[value]] });
  expect(holds(wanted("NS.example."), answers("NS", "ns.Example"), "NS")).toBe(true);
  expect(holds(wanted("10 mail.example."), answers("MX", "10 Mail.example"), "MX")).toBe(true);
  expect(holds(wanted("2001:DB8:0::1"), answers("AAAA", "2001:db8::1"), "AAAA")).toBe(true);
  expect(holds(wanted("Text"), answers("TXT", "text"), "TXT")).toBe(false);
});

test("expected and got read as words, with what was looked at", () => {
  const expected: DnsExpectation = {
    outcome: "nxdomain",
    flags: { aa: true, ra: false },
    ttl: { least: 0, most: 300 },
    soa: "example",
  };
  expect(evaluateDns(query(expected), answered, () => "")).toEqual({
    ok: false,
    expected: "NXDOMAIN and the flag aa and no flag ra and a TTL of 0 to 300 s and the SOA of example",
    got: "NOERROR with 192.0.2.7, flags qr aa rd, a TTL of 60 s, no SOA",
  });
  const silent = {
    ...answered,
    outcome: "timeout",
    rcode: "",
    error: "no answer in 9 ms",
    answers: [],
  } as const;
  expect(evaluateDns(query(expected), silent, () => "").got).toBe(
    "timeout: no answer in 9 ms, no TTL, no SOA",
  );
});
