import { expect, test } from "vitest";
import { outagesOf } from "./outages.ts";

const every = (fromMs: number, toMs: number): number[] =>
  Array.from({ length: Math.floor((toMs - fromMs) / 100) + 1 }, (_, index) => fromMs + index * 100);

const track = (rightAtMs: number[], fromMs = 0, toMs = 5000, lastWrongAtMs?: number) =>
  outagesOf({ title: "dns", rightAtMs, lastWrongAtMs, limitMs: 1000, fromMs, toMs }, 100);

test("always right is no outage, and one late sample is none either", () => {
  expect(track(every(0, 5000))).toEqual([]);
  expect(track([...every(0, 2000), ...every(2300, 5000)])).toEqual([]);
});

test("an outage runs from the last right answer to the next", () => {
  expect(track([...every(0, 1000), ...every(3000, 5000)])).toEqual([
    { title: "dns", fromMs: 1000, toMs: 3000 },
  ]);
});

test("an outage that has not ended has no end", () => {
  expect(track(every(0, 1000))).toEqual([{ title: "dns", fromMs: 1000 }]);
});

test("never right is one outage without an end", () => {
  expect(track([])).toEqual([{ title: "dns", fromMs: 0 }]);
});

test("at the end, samples that may still be answered are not missing", () => {
  expect(track(every(0, 4200))).toEqual([]);
  expect(track(every(0, 3600))).toEqual([{ title: "dns", fromMs: 3600 }]);
});

test("at the end, one that was answered wrongly is an outage at once", () => {
  expect(track(every(0, 4200), 0, 5000, 4300)).toEqual([{ title: "dns", fromMs: 4200 }]);
  // It was right again after that.
  expect(track(every(0, 4200), 0, 5000, 4100)).toEqual([]);
});
