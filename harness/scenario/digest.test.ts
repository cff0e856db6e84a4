import { expect, test } from "vitest";
import { digestOf } from "./digest.ts";

test("the order of keys and absent values do not count, everything else does", () => {
  expect(digestOf({ a: 1, b: [1, 2] })).toBe(digestOf({ b: [1, 2], a: 1, c: undefined }));
  expect(digestOf({ a: [1, 2] })).not.toBe(digestOf({ a: [2, 1] }));
  expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: "1" }));
});
