import { expect, test } from "vitest";
import { describeDns, dnsOutcome } from "./outcome.ts";
import type { DnsObservation, DnsOutcome, DnsRecord } from "./value.ts";

const record = (type: string, data: string, name = "svc.example"): DnsRecord => ({
  name,
  type,
  ttl: 60,
  data,
});
const a = record("A", "192.0.2.7");
const soa = record("SOA", "ns.example root.example 1 1 1 1 1", "example");
const ns = record("NS", "ns.other.example", "example");
const alias = record("CNAME", "other.example");

const seen = (change: Partial<DnsObservation>): DnsObservation => ({
  kind: "dns",
  server: "192.0.2.10",
  protocol: "udp",
  retriedOverTcp: false,
  outcome: "answered",
  rcode: "NOERROR",
  flags: ["qr", "ra"],
  answers: [],
  authorities: [],
  error: "",
  durationMs: 1,
  ...change,
});

const none = { rcode: "", flags: [] };

const cases: [DnsOutcome, Partial<DnsObservation>, string][] = [
  ["answer", { answers: [alias, a] }, "NOERROR with 192.0.2.7"],
  ["answer", { answers: [alias] }, "NOERROR without A record: only CNAME other.example"],
  [
    "nxdomain",
    { rcode: "NXDOMAIN", authorities: [soa] },
    "NXDOMAIN: the name does not exist; the SOA of example came with it",
  ],
  ["nxdomain", { rcode: "NXDOMAIN" }, "NXDOMAIN: the name does not exist; no SOA came with it"],
  [
    "nodata",
    { authorities: [soa] },
    "NODATA: the name exists and has no A record; the SOA of example came with it",
  ],
  [
    "nodata",
    { answers: [alias], authorities: [soa] },
    "NODATA: the name exists and has no A record; the SOA of example came with it",
  ],
  ["referral", { authorities: [ns] }, "a referral: no answer, but other servers to ask (ns.other.example)"],
  ["empty", {}, "empty NOERROR: no answer and no SOA; the server claims success and says nothing"],
  // An authoritative server refers to nobody: it says that it knows nothing of a name of its own.
  [
    "empty",
    { authorities: [ns], flags: ["qr", "aa"] },
    "empty NOERROR: no answer and no SOA; the server claims success and says nothing",
  ],
  [
    "truncated",
    { flags: ["qr", "tc"] },
    "truncated: the answer was cut off over UDP, and was not asked for over TCP",
  ],
  ["servfail", { rcode: "SERVFAIL" }, "SERVFAIL: the server could not find out"],
  ["refused", { rcode: "REFUSED" }, "REFUSED: the server does not answer this question for this client"],
  ["other-code", { rcode: "NOTIMP" }, "NOTIMP: the server's error code"],
  ["timeout", { ...none, outcome: "timeout", error: "no answer in 9 ms" }, "timeout: no answer in 9 ms"],
  [
    "unreachable",
    { ...none, outcome: "unreachable", error: "connect ECONNREFUSED" },
    "unreachable: connect ECONNREFUSED",
  ],
  ["malformed", { ...none, outcome: "malformed", error: "" }, "malformed"],
];

test.each(cases)("%s %o", (outcome, change, message) => {
  expect(dnsOutcome(seen(change), "A")).toBe(outcome);
  expect(describeDns(seen(change), "A")).toBe(message);
});

test("any record answers a question for ANY", () => {
  expect(dnsOutcome(seen({ answers: [alias] }), "ANY")).toBe("answer");
});

test("the seven that look alike to a naive health check differ before the colon", () => {
  const seven = new Set(["nxdomain", "nodata", "empty", "servfail", "refused", "timeout", "unreachable"]);
  const words = cases
    .filter(([outcome]) => seven.has(outcome))
    .map(([, change]) => describeDns(seen(change), "A").split(":")[0]);
  expect(new Set(words).size).toBe(7);
});
