import { describe, expect, test } from "vitest";
import type { Sighting } from "../journal/events.ts";
import type { DnsObservation } from "../probes/dns/value.ts";
import type { HttpObservation } from "../probes/http/value.ts";
import { type Seen, Sightings, sightingOf } from "./sightings.ts";

const dns = (outcome: DnsObservation["outcome"]): DnsObservation => ({
  ...{ kind: "dns", server: "192.0.2.10", protocol: "udp", retriedOverTcp: false, outcome, rcode: "" },
  ...{ flags: [], answers: [], authorities: [], error: "", durationMs: 1 },
});
const http = (outcome: HttpObservation["outcome"], error = ""): HttpObservation => ({
  ...{ kind: "http", outcome, status: 0, headers: {}, body: "", error, durationMs: 1 },
});

test.each([
  [dns("answered"), "wrong"],
  [dns("malformed"), "wrong"],
  [dns("timeout"), "missing"],
  [dns("unreachable"), "missing"],
  [http("answered"), "wrong"],
  [http("unreachable", "connect ECONNREFUSED 192.0.2.10:8443"), "missing"],
  [http("tls-failed", "read ECONNRESET"), "missing"],
  [
    http("tls-failed", "Client network socket disconnected before secure TLS connection was established"),
    "missing",
  ],
  [http("tls-failed", "Hostname/IP does not match certificate's altnames"), "wrong"],
  [http("broken", "socket hang up"), "missing"],
  [http("broken", "Parse Error: Expected HTTP/"), "wrong"],
] as const)(
  "what did not hold is told apart by whether something answered: $outcome $error",
  (seen, sighting) => {
    expect(sightingOf(false, seen)).toBe(sighting);
    expect(sightingOf(true, seen)).toBe("right");
  },
);

const options = { intervalMs: 100, limitMs: 1000, fromMs: 0 };

/** The samples, in the order of their answers, and how they are seen until `endMs`. */
const changes = (
  samples: readonly (readonly [sentMs: number, seen: Sighting])[],
  endMs: number,
): string[] => {
  const sightings = new Sightings(options);
  const seen = samples.flatMap(([sentMs, one]) => sightings.add({ sentMs, seen: one, got: "" }));
  return [...seen, ...sightings.end(endMs)].map(words);
};
const words = ({ seen, sentMs }: Seen): string => `${seen} ${sentMs}`;
const run = (seen: Sighting, fromMs: number, toMs: number) =>
  Array.from({ length: (toMs - fromMs) / 100 }, (_, index) => [fromMs + index * 100, seen] as const);

describe("changes", () => {
  test("are told once, from the first sample that shows them", () => {
    const samples = [...run("right", 0, 500), ...run("wrong", 500, 900), ...run("missing", 900, 1500)];
    expect(changes(samples, 1500)).toEqual(["right 0", "wrong 500", "missing 900"]);
  });

  test("are told as soon as nothing can come before them", () => {
    const sightings = new Sightings(options);
    expect(sightings.add({ sentMs: 0, seen: "right", got: "" })).toEqual([]);
    expect(sightings.add({ sentMs: 900, seen: "right", got: "" })).toEqual([]);
    expect(sightings.add({ sentMs: 1000, seen: "right", got: "" }).map(words)).toEqual(["right 0"]);
  });

  test("are told of a lost question, too, whose time limit ends after later answers", () => {
    const lost = [[500, "missing"]] as const;
    const samples = [
      ...run("right", 0, 500),
      ...run("right", 600, 1500),
      ...lost,
      ...run("right", 1500, 3000),
    ];
    expect(changes(samples, 3000)).toEqual(["right 0", "missing 500", "right 600"]);
  });

  test("are not told of a slow answer that overtakes nothing", () => {
    const slow = run("right", 500, 1200);
    const samples = [
      ...run("right", 0, 500),
      ...run("right", 1200, 1400),
      ...slow,
      ...run("right", 1400, 3000),
    ];
    expect(changes(samples, 3000)).toEqual(["right 0"]);
  });

  test("are told of a machine that gave no sample", () => {
    const samples = [...run("right", 0, 500), ...run("wrong", 2000, 2500)];
    expect(changes(samples, 2500)).toEqual(["right 0", "missing 500", "wrong 2000"]);
  });

  test("are told of a machine that gave none at all, and of one that gave none any more", () => {
    expect(changes([], 5000)).toEqual(["missing 100"]);
    expect(changes(run("right", 0, 500), 5000)).toEqual(["right 0", "missing 500"]);
  });

  test("are not told of samples that may be under way when the sampling ends", () => {
    expect(changes(run("right", 0, 500), 1600)).toEqual(["right 0"]);
  });

  test("are not told of three intervals without a sample", () => {
    expect(changes([...run("right", 0, 500), ...run("right", 700, 1500)], 1500)).toEqual(["right 0"]);
  });

  test("are not told of a sample whose place was passed", () => {
    expect(changes([...run("right", 0, 3000), [100, "wrong"]], 3000)).toEqual(["right 0"]);
  });

  test("are not told of the time in which the machines stood still", () => {
    const sightings = new Sightings(options);
    for (const [sentMs, seen] of run("right", 0, 3000)) sightings.add({ sentMs, seen, got: "" });
    sightings.stoodStill({ fromMs: 3000, toMs: 60_000 });
    for (const [sentMs, seen] of run("right", 60_000, 63_000)) {
      expect(sightings.add({ sentMs, seen, got: "" })).toEqual([]);
    }
    expect(sightings.end(63_000)).toEqual([]);
  });
});
