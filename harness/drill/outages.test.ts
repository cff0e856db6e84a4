import { expect, test } from "vitest";
import { outagesOf } from "./outages.ts";

const every = (fromMs: number, toMs: number): number[] =>
  Array.from({ length: Math.floor((toMs - fromMs) / 100) + 1 }, (_, index) => fromMs + index * 100);

const track = (rightAtMs: number[], fromMs = 0, toMs = 5000) =>
  outagesOf({ title: "dns", rightAtMs, fromMs, toMs }, 100);

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
