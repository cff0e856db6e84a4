import { describe, expect, it } from "vitest";
import { counted, dateOf, limit, seconds } from "./time-words.ts";
import { firstLines, oneLine, visible } from "./visible.ts";
import { cutTo, fold, padTo, widthOf } from "./width.ts";

describe("times in words", () => {
  it.each([
    [0, "0.00 s"],
    [20, "0.02 s"],
    [94.9, "0.09 s"],
    [95, "0.1 s"],
    [6100, "6.1 s"],
    [59_949, "59.9 s"],
    [59_960, "1 min 0 s"],
    [72_400, "1 min 12 s"],
    [3_600_000, "60 min 0 s"],
  ])("%d ms took %s", (ms, words) => expect(seconds(ms)).toBe(words));

  it.each([
    [250, "0.25 s"],
    [10_000, "10 s"],
    [60_000, "1 min"],
    [90_000, "90 s"],
    [300_000, "5 min"],
  ])("a limit of %d ms is %s", (ms, words) => expect(limit(ms)).toBe(words));

  it("counts and dates", () => {
    expect([counted(1, "check"), counted(0, "check"), counted(2, "try", "tries")]).toEqual([
      "1 check",
      "0 checks",
      "2 tries",
    ]);
    expect(dateOf(Date.UTC(2026, 10, 20, 23, 59))).toBe("2026-11-20");
  });
});

describe("visible text", () => {
  it("writes out what a terminal would act on, and keeps lines and tabs", () => {
    expect(visible("a\u001b[31m\tb\r\nc\rd\u009b\u2066\ufeff")).toBe(
      "a\\x1b[31m\tb\nc\\rd\\x9b\\u2066\\ufeff",
    );
    expect(visible("naïve ☐ 😀 日本")).toBe("naïve ☐ 😀 日本");
    expect(visible("\ud83d")).toBe("\\ud83d");
  });

  it("joins lines, and cuts at a number of lines", () => {
    expect(oneLine("  a\n\n b\tc\n")).toBe("a ⏎ b c");
    expect(firstLines("a\nb\nc\n\n", 2)).toEqual({ lines: ["a", "b"], more: 1 });
    expect(firstLines("a\nb\n", 2)).toEqual({ lines: ["a", "b"], more: 0 });
  });
});

describe("widths", () => {
  it("counts columns, not characters", () => {
    expect(["abc", "\u001b[31mabc\u001b[0m", "日本", "😀", "é", "☐ ✓ ›"].map(widthOf)).toEqual([
      3, 3, 4, 2, 1, 5,
    ]);
  });

  it("cuts with a mark, never through a character", () => {
    expect([
      cutTo("abcdef", 6),
      cutTo("abcdef", 5),
      cutTo("日本語", 4),
      cutTo("abc", 1),
      cutTo("abc", 0),
    ]).toEqual(["abcdef", "abcd…", "日…", "…", ""]);
    expect(widthOf(cutTo("日本語", 4))).toBeLessThanOrEqual(4);
    expect(padTo("日", 4)).toBe("日  ");
  });

  it("folds between words where it can", () => {
    expect(fold("one two three\nfour", 8)).toEqual(["one two", "three", "four"]);
    expect(fold("a".repeat(10), 4)).toEqual(["aaaa", "aaaa", "aa"]);
    expect(fold("", 4)).toEqual([""]);
  });
});
