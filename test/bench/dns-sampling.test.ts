import { expect, it } from "vitest";
import type { Sample } from "#harness/machines/machine.ts";
import { costBetween, parseReading, shareTaken } from "./dns-sampling.ts";

it("reads a moment and two times, and refuses anything else", () => {
  expect(parseReading("1790000000000000000\n52000000\n7000000\n")).toEqual({
    atNs: 1790000000000000000,
    agentNs: 52_000_000,
    serverNs: 7_000_000,
  });
  for (const printed of ["", "1\n2\n", "1\n2\n0\n", "1\n2\n3\n4\n", "1\nx\n3\n"]) {
    expect(() => parseReading(printed)).toThrow("the processor time could not be read");
  }
});

it("is a share of one core in the time between two readings", () => {
  const from = { atNs: 1e9, agentNs: 5e8, serverNs: 1e8 };
  const to = { atNs: 5e9, agentNs: 6e8, serverNs: 1.4e8 };
  expect(costBetween(from, to)).toEqual({ agentPercent: 2.5, serverPercent: 1 });
});

it("is of the samples that were taken, and all of them right", () => {
  const sample = (data: readonly string[]): Sample => ({
    ...{ id: "0", atMs: 0 },
    observation: {
      ...{ kind: "dns", server: "127.0.1.2", protocol: "udp", retriedOverTcp: false, outcome: "answered" },
      ...{ rcode: "NOERROR", flags: [], authorities: [], error: "", durationMs: 1 },
      answers: data.map((one) => ({ name: "x", type: "A", ttl: 1, data: one })),
    },
  });
  const right = (count: number) => Array.from({ length: count }, () => sample(["192.0.2.90"]));
  expect(shareTaken(right(38), 2, 2000)).toBe(0.95);
  expect(() => shareTaken(right(35), 2, 2000)).toThrow("did not sample");
  expect(() => shareTaken([...right(39), sample([])], 2, 2000)).toThrow("did not sample");
});
