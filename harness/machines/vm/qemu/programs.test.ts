import { expect, test } from "vitest";
import { isRecentEnough } from "./programs.ts";

test.each([
  ["7.2.22", false],
  ["8.0.5", false],
  ["8.1.0", true],
  ["10.0.13", true],
  ["unknown", false],
])("the host's QEMU %s is taken: %s", (version, expected) => {
  expect(isRecentEnough(version)).toBe(expected);
});
