import { describe, expect, it } from "vitest";
import { allButOne, eachAlone, together, withOneMore } from "./variants.ts";

const settings = ["A=1", ["B=2", "C=3"]] as const;

describe("variants", () => {
  it("are each setting by itself, several lines of one together", () => {
    expect(eachAlone(settings)).toEqual([
      { title: "A=1", lines: ["A=1"] },
      { title: "B=2 · C=3", lines: ["B=2", "C=3"] },
    ]);
  });

  it("are all settings but one", () => {
    expect(allButOne(settings)).toEqual([
      { title: "without A=1", lines: ["B=2", "C=3"] },
      { title: "without B=2 · C=3", lines: ["A=1"] },
    ]);
  });

  it("are all at once, and all with one more", () => {
    expect(together("all", settings)).toEqual({ title: "all", lines: ["A=1", "B=2", "C=3"] });
    expect(withOneMore(["A=1"], ["A=0"])).toEqual([{ title: "with A=0", lines: ["A=1", "A=0"] }]);
  });
});
