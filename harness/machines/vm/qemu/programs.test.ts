import { expect, test } from "vitest";
import { isRecentEnough } from "./programs.ts";

test.each([
  ["7.2.22", false],
  ["8.2.9", false],
  ["9.0.0", true],
  ["10.0.13", true],
  ["unknown", false],
])("the host's QEMU %s is taken: %s", (version, expected) => {
  expect(isRecentEnough(version)).toBe(expected);
});
