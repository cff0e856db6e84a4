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

test("what was skipped makes nothing worse, and proves nothing by itself", () => {
  expect(worst(["skipped", "verified"])).toBe("verified");
  expect(worst(["failed", "skipped"])).toBe("failed");
  expect(worst(["skipped", "skipped"])).toBe("skipped");
});

test("only verified exits 0", () => {
  expect(
    ["verified", "failed", "not-reproduced", "unknown", "skipped", "interrupted"].map((v) =>
      exitCodeOf(v as "verified"),
    ),
  ).toEqual([0, 1, 2, 2, 2, 130]);
});
