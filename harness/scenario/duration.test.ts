import { expect, test } from "vitest";
import { type Duration, milliseconds } from "./duration.ts";

test.each([
  ["250ms", 250],
  ["30s", 30_000],
  ["1.5s", 1500],
  ["2min", 120_000],
] as const)("%s is %d ms", (written, expected) => {
  expect(milliseconds(written)).toBe(expected);
});

test.each(["30", "0s", "-1s", "s", "3 s", "1h"])(
  "%s is refused with an example of what to write",
  (written) => {
    expect(() => milliseconds(written as Duration)).toThrow(`"${written}" is not a time`);
  },
);
