import { describe, expect, it } from "vitest";
import { BIND9_DIFFERENCES } from "./bind9-differences.ts";
import { CONFORMANCE_CASES } from "./cases.ts";
import { unexplained } from "./known-difference.ts";
import { reportLines } from "./report.ts";

const KNOWN = { id: "soa", differs: ["rcode", "answers"], why: "It may." };
const differs = (...differences: readonly string[]) => [{ id: "soa", differences }];

describe("the cases", () => {
  it("are at least forty, each with an id of its own, a reason and a source", () => {
    expect(CONFORMANCE_CASES.length).toBeGreaterThanOrEqual(40);
    expect(new Set(CONFORMANCE_CASES.map(({ id }) => id)).size).toBe(CONFORMANCE_CASES.length);
    for (const { why, source } of CONFORMANCE_CASES) {
      expect(why).toMatch(/\.$/);
      expect(source).toMatch(/RFC \d+|MCNS|DNS flag day/);
    }
  });

  it("have names of a length that fits, whatever stands for RUN", () => {
    for (const { ask } of CONFORMANCE_CASES) if ("name" in ask) expect(ask.name.length).toBeLessThan(200);
  });
});

describe("the differences of bind9", () => {
  it("are of cases that there are, once each, with a reason", () => {
    const ids = BIND9_DIFFERENCES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, why, differs: parts } of BIND9_DIFFERENCES) {
      expect(CONFORMANCE_CASES.map((each) => each.id)).toContain(id);
      expect(why).toMatch(/\.$/);
      expect(parts).not.toEqual([]);
    }
  });
});

describe("unexplained", () => {
  it("is nothing where all holds, or differs as it is known to", () => {
    expect(unexplained(differs(), [])).toEqual([]);
    expect(unexplained(differs("rcode: a", "answers: b"), [KNOWN])).toEqual([]);
    expect(unexplained(differs(), [{ ...KNOWN, sometimes: true }])).toEqual([]);
  });

  it("is what differs without a reason, or in another way", () => {
    expect(unexplained(differs("rcode: expected A, got B"), [])).toEqual([
      "soa: rcode: expected A, got B; explain it, or mend the server",
    ]);
    expect(unexplained(differs("rcode: a", "edns: b"), [KNOWN])).toHaveLength(1);
  });

  it("is a reason that nothing needs any more", () => {
    const stale = "soa: holds, or is not asked any more; take it off the known differences";
    expect(unexplained(differs(), [KNOWN])).toEqual([stale]);
    expect(unexplained([], [{ ...KNOWN, sometimes: true }])).toEqual([stale]);
  });
});

describe("reportLines", () => {
  it("say of each case whether it holds, and why it matters where it does not", () => {
    const results = [
      { id: "ttl", differences: [] },
      { id: "soa", differences: ["rcode: expected NOERROR, got REFUSED"] },
    ];
    expect(reportLines(CONFORMANCE_CASES, results, [])).toEqual([
      "holds    ttl",
      "differs  soa: rcode: expected NOERROR, got REFUSED (The apex has the SOA. RFC 1034, 4.2.1)",
    ]);
    expect(reportLines(CONFORMANCE_CASES, results, [KNOWN])[1]).toBe(
      "known    soa: rcode: expected NOERROR, got REFUSED (It may.)",
    );
  });
});
