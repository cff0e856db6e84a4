import { describe, expect, it } from "vitest";
import { frontMatter } from "./front-matter.ts";

const lineOf = (value: string): string => frontMatter({ key: value }).split("\n")[1] ?? "";

describe("front matter", () => {
  it("is a YAML mapping between two rules", () => {
    const text = frontMatter({
      id: "uid-change",
      on: "2026-11-20",
      count: 3,
      tags: ["a b", "c:d"],
      in: { x: { a: "z" } },
      no: {},
    });
    expect(text).toBe(
      '---\nid: uid-change\n"on": 2026-11-20\ncount: "3"\ntags: [a b, "c:d"]\nin:\n  x:\n    a: z\n"no": {}\n---\n',
    );
  });

  it.each([
    "true",
    "No",
    "null",
    "1.5",
    "6.1 s",
    "5.4.2",
    "a: b",
    "a #b",
    "- a",
    "",
    " a",
    "a ",
    "0x1f",
    "1e3",
    "{a}",
    "'a'",
    "@a",
    "12:30:45",
    "~",
  ])("quotes %j, which YAML would read as something else", (value) =>
    expect(lineOf(value)).toBe(`key: ${JSON.stringify(value)}`),
  );

  it.each(["a\nb: c\n---\n", 'a"b\\c', "\u0000\u0085"])("keeps %j on one line", (value) => {
    const text = frontMatter({ key: value });
    expect(text.split(/[\n\u0085\u2028]/)).toHaveLength(4);
    expect(JSON.parse(lineOf(value).slice("key: ".length))).toBe(value);
  });
});
