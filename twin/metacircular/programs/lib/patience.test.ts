import { expect, test } from "vitest";
import { patienceOf } from "./patience.ts";

test("only an emulated processor gets more time", () => {
  expect(patienceOf("processor\t: 0\nmodel name\t: QEMU TCG processor\nflags\t: fpu\n")).toBe(3);
  expect(patienceOf("processor\t: 0\nmodel name\t: Intel(R) Xeon(R) CPU\nflags\t: fpu\n")).toBe(1);
  expect(patienceOf("")).toBe(1);
});
