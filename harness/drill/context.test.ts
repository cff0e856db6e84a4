import { expect, test } from "vitest";
import { type RunContext, stretched } from "./context.ts";

test("a time limit is stretched for the slowest machine of the drill", () => {
  const run = (...slowness: number[]) =>
    ({
      rig: { machines: new Map(slowness.map((value, index) => [`m${index}`, { slowness: value }])) },
    }) as unknown as RunContext;
  expect(stretched(run(1, 1), 30_000)).toBe(30_000);
  expect(stretched(run(1, 3), 30_000)).toBe(90_000);
});
