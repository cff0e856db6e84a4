import { expect, test } from "vitest";
import { freshRandom } from "./random.ts";

test("each call has bytes of its own, also where a pool ends, and as many as were asked for", () => {
  const drawn = Array.from({ length: 1000 }, () => freshRandom(17));
  expect(drawn.every((bytes) => bytes.length === 17)).toBe(true);
  expect(new Set(drawn.map((bytes) => bytes.toString("hex"))).size).toBe(drawn.length);
});

test("more than a pool holds, and nothing at all", () => {
  expect(freshRandom(10_000)).toHaveLength(10_000);
  expect(freshRandom(0)).toHaveLength(0);
});

test("what was handed out does not change afterwards", () => {
  const first = freshRandom(16);
  const copy = Buffer.from(first);
  for (let turn = 0; turn < 1000; turn += 1) freshRandom(16);
  expect(first).toEqual(copy);
});
