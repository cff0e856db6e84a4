import { expect, test } from "vitest";
import { digLine } from "./dig-line.ts";
import type { DnsQuery } from "./value.ts";

const query: DnsQuery = {
  kind: "dns",
  machine: "rift",
  name: "mcq.example",
  type: "A",
  server: ["192.0.2.10"],
  port: 53,
  protocol: "udp",
  timeoutMs: 1500,
  expect: { rcode: "NOERROR", answers: [["192.0.2.7"]] },
};
const line = (change: Partial<DnsQuery> = {}): string => digLine({ ...query, ...change }, () => "");
const full = "+noall +comments +answer +authority";

test("records alone are asked for in short", () => {
  expect(line()).toBe("dig @192.0.2.10 mcq.example A +short");
  const { server: _, ...own } = query;
  expect(digLine(own, () => "")).toBe("dig mcq.example A +short");
});

test("what +short does not show is asked for in full", () => {
  for (const expected of [
    { outcome: "nxdomain" },
    { rcode: "NOTIMP" },
    { ...query.expect, flags: { aa: true } },
    { ...query.expect, ttl: { least: 0, most: 1 } },
    { ...query.expect, soa: "example" },
    { rcode: "NOERROR", answers: [] },
    { rcode: "NOERROR" },
  ] as const) {
    expect(line({ expect: expected })).toBe(`dig @192.0.2.10 mcq.example A ${full}`);
  }
});

test("silence is waited for as long as the check waits, in whole seconds, and once", () => {
  for (const outcome of ["timeout", "unreachable"] as const) {
    expect(line({ expect: { outcome } })).toBe(`dig @192.0.2.10 mcq.example A ${full} +tries=1 +timeout=2`);
  }
});

test("what takes longer than dig waits by itself is waited for as long as the check waits", () => {
  expect(line({ timeoutMs: 5000 })).toBe("dig @192.0.2.10 mcq.example A +short");
  expect(line({ timeoutMs: 14_000 })).toBe("dig @192.0.2.10 mcq.example A +short +tries=1 +timeout=14");
});

test("the protocol is the one that is asked with", () => {
  expect(line({ protocol: "tcp", port: 5353 })).toBe("dig -p 5353 @192.0.2.10 mcq.example A +short +tcp");
  expect(line({ type: "ANY" })).toBe("dig @192.0.2.10 mcq.example ANY +short +notcp");
  expect(line({ type: "ANY", protocol: "tcp" })).toContain("ANY +short +tcp");
  expect(line({ retryOverTcp: false })).toContain("+short +ignore");
});

test("a name that dig would take for something else is said to be one", () => {
  for (const name of ["mx", "IN", "-x", "+tcp", "@here"]) {
    expect(line({ name })).toBe(`dig @192.0.2.10 -q ${name} A +short`);
  }
  expect(line({ name: "*.example" })).toBe("dig @192.0.2.10 '*.example' A +short");
});
