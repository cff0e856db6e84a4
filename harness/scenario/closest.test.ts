import { expect, test } from "vitest";
import { closest } from "./closest.ts";

test.each([
  ["uid-chnge", "uid-change"],
  ["uid", "uid-change"],
  ["cold-reboto", "cold-reboot"],
])("%s is probably %s", (typed, meant) => {
  expect(closest(typed, ["cold-reboot", "uid-change", "dns-spof"])).toBe(meant);
});

test("nothing near is no suggestion", () => {
  expect(closest("zzzzzz", ["uid-change", "dns-spof"])).toBeUndefined();
});
