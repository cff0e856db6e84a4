import { describe, expect, it } from "vitest";
import { nextSerial } from "./serial.ts";

describe("nextSerial", () => {
  const day = new Date("2026-04-03T12:00:00Z");

  it("begins with the day, and counts within it", () => {
    expect(nextSerial(0, day)).toBe(2_026_040_300);
    expect(nextSerial(2_026_040_300, day)).toBe(2_026_040_301);
  });

  it("never falls, even when the clock does", () => {
    expect(nextSerial(2_026_040_305, new Date("2020-01-01"))).toBe(2_026_040_306);
  });
});
