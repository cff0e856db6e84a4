import { expect, test } from "vitest";
import { tickStepMs, ticksOf } from "./axis.ts";

test.each([
  [1000, 100],
  [3000, 500],
  [10_000, 1000],
  [13_000, 2000],
  [60_000, 5000],
  [600_000, 60_000],
  [3_600_000, 300_000],
  [100 * 3_600_000, 9 * 3_600_000],
])("a range of %i ms has at most twelve ticks, %i ms apart", (rangeMs, stepMs) => {
  expect(tickStepMs(rangeMs, 12)).toBe(stepMs);
  expect(ticksOf(0, rangeMs, stepMs).length).toBeLessThanOrEqual(13);
});

test("ticks are round moments, whenever a range begins", () => {
  expect(ticksOf(7201, 14_800, 2000)).toEqual([
    { atMs: 8000, label: "8 s" },
    { atMs: 10_000, label: "10 s" },
    { atMs: 12_000, label: "12 s" },
    { atMs: 14_000, label: "14 s" },
  ]);
  expect(ticksOf(1000, 1500, 500).map(({ label }) => label)).toEqual(["1 s", "1.5 s"]);
});

test("a range without a round moment has its beginning for a tick", () => {
  expect(ticksOf(1234, 1300, 1000)).toEqual([{ atMs: 1234, label: "1.2 s" }]);
});
