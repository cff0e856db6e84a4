import { describe, expect, it } from "vitest";
import { countAnswers, type UnitTableRow, worksIn } from "./answers.ts";

describe("a row", () => {
  const row = (answers: UnitTableRow["answers"]): UnitTableRow => ({ group: "g", title: "t", answers });

  it("works where every answer is yes", () => {
    expect(worksIn(row({ first: { start: { answer: "yes" } } }), "first")).toBe(true);
    const broken = row({ first: { start: { answer: "yes" }, exec: { answer: "no", word: 0 } } });
    expect(worksIn(broken, "first")).toBe(false);
  });

  it("does not work where something could not be asked", () => {
    expect(worksIn(row({ first: { start: { answer: "not asked" } } }), "first")).toBe(false);
  });

  it("says nothing of a situation in which it was not asked", () => {
    expect(worksIn(row({}), "first")).toBeUndefined();
  });

  it("works nowhere when systemd does not take it", () => {
    expect(worksIn({ ...row({}), rejected: "line 3" }, "first")).toBe(false);
  });
});

describe("a table", () => {
  it("counts as answers only what was answered", () => {
    const first = { start: { answer: "no", word: 0 }, exec: { answer: "not asked" } } as const;
    const again = {
      start: { answer: "yes" },
      exec: { answer: "not asked" },
      load: { answer: "yes" },
    } as const;
    const rows = [
      { group: "g", title: "t", answers: { first, again } },
      { group: "g", title: "u", rejected: "line 9", answers: {} },
    ];
    expect(countAnswers({ matrix: "m", tookMs: 1, words: [], rows })).toEqual({ given: 3, notAsked: 2 });
  });
});
