import { expect, test } from "vitest";
import { digestOfValue } from "./digest.ts";

test("the order of keys and absent values do not count, everything else does", () => {
  expect(digestOfValue({ a: 1, b: [1, 2] })).toBe(digestOfValue({ b: [1, 2], a: 1, c: undefined }));
  expect(digestOfValue({ a: [1, 2] })).not.toBe(digestOfValue({ a: [2, 1] }));
  expect(digestOfValue({ a: 1 })).not.toBe(digestOfValue({ a: "1" }));
});
