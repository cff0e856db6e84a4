import { expect, it } from "vitest";
import { Words } from "./words.ts";

it("keeps a text once, whatever numbers and times are in it", () => {
  const words = new Words();
  const first = words.placeOf('time="2026-11-20T10:00:00Z" level=warning msg="pid 12"\nError: no\n');
  expect(words.placeOf('time="2026-11-20T10:00:01Z" level=warning msg="pid 345"\nError: no')).toBe(first);
  expect(words.placeOf("Error: other")).toBe(1);
  expect(words.all).toEqual(['level=warning msg="pid 12"\nError: no', "Error: other"]);
});

it("goes on with the texts of an earlier round", () => {
  const words = new Words(["one", "two"]);
  expect(words.placeOf("two")).toBe(1);
  expect(words.placeOf("three")).toBe(2);
});

it("keeps the beginning and the end of a long text", () => {
  const words = new Words();
  words.placeOf(`begin${"x".repeat(5000)}end`);
  expect(words.all[0]).toMatch(/^beginx+\n\[…\]\nx+end$/);
});
