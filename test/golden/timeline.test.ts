import { describe, expect, it } from "vitest";
import type { JournalEvent } from "#harness/journal/events.ts";
import { renderTimeline } from "#harness/views/timeline/index.ts";
import { failedDrill, savedDrill, skippedDrill, verifiedDrill } from "./fixtures/drills.ts";
import { expectGolden } from "./golden.ts";

const picture = (events: readonly JournalEvent[]): string => {
  const svg = renderTimeline(events);
  if (svg === undefined) throw new TypeError("nothing was sampled");
  return svg;
};

/** The numbers of all attributes of this name, of elements of this class. */
const numbers = (svg: string, kind: string, attribute: string): number[] =>
  [...svg.matchAll(new RegExp(`<\\w+ class="${kind}"[^>]* ${attribute}="([^"]*)"`, "g"))].map(([, value]) =>
    Number(value),
  );

describe("the picture of a drill", () => {
  it.each([
    ["verified", verifiedDrill()],
    ["saved", savedDrill()],
    ["failed", failedDrill()],
  ] as const)("shows the %s one", (name, events) => {
    expectGolden(`timeline/${name}.svg`, picture(events));
  });

  it("is not there when nothing was sampled", () => {
    expect(renderTimeline(skippedDrill("container"))).toBeUndefined();
    expect(renderTimeline([])).toBeUndefined();
  });

  it.each([1, 20])("has room for %i rows", (count) => {
    const svg = picture(withRows(count));
    const [height = 0] = /<svg [^>]*height="(\d+)"/.exec(svg)?.slice(1).map(Number) ?? [];
    const names = numbers(svg, "name", "y");
    expect(names).toHaveLength(count);
    expect(Math.max(...names)).toBeLessThan(height - 40);
    expect(new Set(names.slice(1).map((y, index) => y - (names[index] ?? 0)))).toEqual(
      new Set(count === 1 ? [] : [24]),
    );
  });

  it.each([10_000, 600_000])("shows a moment of %i ms so that it is seen", (lengthMs) => {
    const svg = picture(withMoment(lengthMs));
    const [width = 0] = numbers(svg, "wrong", "width").slice(1);
    expect(width).toBeGreaterThanOrEqual(2);
    expect(svg).toContain("wrong for 0.1 s");
  });

  it("draws what is short beside something long wider, and says so", () => {
    const events = verifiedDrill();
    expect(picture(events)).not.toContain("times as wide");
    const isLast = ({ type }: JournalEvent, index: number) =>
      type === "phase-started" && index > events.findLastIndex((one) => one.type === "sample-changed");
    const later = events.findIndex(isLast);
    const longer = events.map((event, index) =>
      index < later ? event : { ...event, atMs: event.atMs + 600_000 },
    );
    expect(picture(longer)).toContain("recreate · verified · drawn 20 times as wide · ");
  });

  it("lets nothing out of its place that a machine or an author wrote", () => {
    const hostile = `]]> <script>alert(1)</script> "&' \u0000\u202e\ud800 ${"very long ".repeat(300)}`;
    const parts = { title: hostile, got: hostile, machine: hostile, probe: hostile };
    const events = verifiedDrill().map((event) =>
      ["drill-started", "procedure-started", "step-started", "sample-changed"].includes(event.type)
        ? ({ ...event, ...parts } as JournalEvent)
        : event,
    );
    const svg = picture(events);
    expect(svg).not.toMatch(/<script|]]>|[\u0000\u202e]|[\ud800-\udfff]/);
    expect(svg).toContain("&lt;script&gt;");
    expect(Math.max(...svg.split("\n").map((line) => line.length))).toBeLessThan(400);
  });
});

const [sampleOf] = verifiedDrill().filter((event) => event.type === "sample-changed");

const withRows = (count: number): JournalEvent[] =>
  failedDrill().flatMap((event): JournalEvent[] => {
    if (event.type !== "sample-changed") return [event];
    if (event.title !== sampleOf?.title) return [];
    return Array.from({ length: count }, (_, index) => ({ ...event, probe: `host${index} A @192.0.2.10` }));
  });

/** A check that is right for this time, except for 100 ms in the middle. */
const withMoment = (lengthMs: number): JournalEvent[] => {
  const [drill, procedure] = ["drill-started", "procedure-started"].map((type) =>
    verifiedDrill().find((event) => event.type === type),
  );
  if (drill === undefined || procedure === undefined || sampleOf === undefined)
    throw new TypeError("no drill");
  const { atMs } = procedure;
  const at = (ms: number, seen: "right" | "wrong"): JournalEvent => ({
    ...{ ...sampleOf, seen, ok: seen === "right", sentMs: atMs + ms, atMs: atMs + ms },
  });
  const half = lengthMs / 2;
  return [
    drill,
    procedure,
    at(0, "right"),
    at(half, "wrong"),
    at(half + 100, "right"),
    at(lengthMs, "right"),
  ];
};
