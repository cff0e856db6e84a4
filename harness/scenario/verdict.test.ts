import { expect, test } from "vitest";
import { exitCodeOf, worst } from "./verdict.ts";

test("the worst verdict wins", () => {
  expect(worst(["verified", "verified"])).toBe("verified");
  expect(worst(["verified", "failed"])).toBe("failed");
  expect(worst(["failed", "not-reproduced"])).toBe("not-reproduced");
  expect(worst(["not-reproduced", "unknown"])).toBe("unknown");
  expect(worst(["unknown", "interrupted"])).toBe("interrupted");
});

test("no verdict at all is unknown, never a pass", () => {
  expect(worst([])).toBe("unknown");
});

test("only verified exits 0", () => {
  expect(
    ["verified", "failed", "not-reproduced", "unknown", "interrupted"].map((v) =>
      exitCodeOf(v as "verified"),
    ),
  ).toEqual([0, 1, 2, 2, 130]);
});
