import { expect, test } from "vitest";
import { coveredMs } from "./covered-time.ts";

const span = (beganAtMs: number, tookMs: number) => ({ beganAtMs, tookMs });

test.each([
  ["none", [], 0],
  ["one after the other", [span(0, 10), span(20, 5)], 15],
  ["side by side", [span(5, 10), span(0, 10)], 15],
  ["one within another", [span(0, 100), span(10, 5), span(50, 60)], 110],
] as const)("the time of spans counts once where they overlap: %s", (_, spans, ms) => {
  expect(coveredMs(spans)).toBe(ms);
});
