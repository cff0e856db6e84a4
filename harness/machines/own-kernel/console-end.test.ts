import { expect, test } from "vitest";
import { endOf, panicIn } from "./console-end.ts";

const numbered = (count: number): string =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}`).join("\n");
const panic = "[ 9.1] Kernel panic - not syncing: Fatal exception";

test("the last lines are told, without colours", () => {
  expect(endOf(`${numbered(20)}\n\u001b[0;31mlast\u001b[0m\r\n`).split("\n")).toEqual([
    ...Array.from({ length: 14 }, (_, index) => `line ${index + 7}`),
    "last",
  ]);
});

test("what a panic said first is told before them, once", () => {
  expect(endOf(`${panic}\n${numbered(30)}`)).toMatch(/^\[ 9\.1\] Kernel panic.*\n…\nline 16\n/);
  expect(endOf(`${numbered(30)}\n${panic}`).match(/Kernel panic/g)).toHaveLength(1);
});

test("a panic of long ago is none", () => {
  expect(panicIn(`${panic}\n${numbered(100)}`)).toBe("");
  expect(panicIn(`${panic}\n${numbered(50)}`)).toBe(panic);
});
