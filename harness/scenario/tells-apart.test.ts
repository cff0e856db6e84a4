import { describe, expect, it } from "vitest";
import { check, machine } from "../index.ts";
import { tellsApartProblems } from "./tells-apart.ts";

const host = machine("host", { addresses: { lan: "192.0.2.20" }, provision: [] });
const known = check("it fails", host.root.sh`false`);
const other = check("it smells", host.root.sh`false`);

describe("what tells a scenario apart", () => {
  it("is in order with what it is told from, how, and something to look for", () => {
    expect(
      tellsApartProblems(
        [{ from: "uid-change", how: "So it is.", look: /x/, ask: known, alike: known }],
        [known],
      ),
    ).toEqual([]);
  });

  it.each([
    ["a list", { from: "x" }, ["tellsApart: is not a list"]],
    ["from what", [{ from: " ", how: "So.", look: "x" }], ["tellsApart 1: does not say from what"]],
    ["how", [{ from: "x", how: "", look: "x" }], ["tellsApart 1 (x): does not say how"]],
    [
      "how one sees it",
      [{ from: "x", how: "So." }],
      ["tellsApart 1 (x): has neither look, unless nor ask, so it shows no difference"],
    ],
    [
      "a symptom to ask",
      [{ from: "x", how: "So.", ask: other }],
      ["tellsApart 1 (x): asks “it smells”, which is none of the symptoms, so no drill sees the answer"],
    ],
    [
      "a symptom that is alike",
      [{ from: "x", how: "So.", look: "x", alike: other }],
      ["tellsApart 1 (x): “it smells” is none of the symptoms"],
    ],
  ])("must say %s", (_, parts, problems) => {
    expect(tellsApartProblems(parts, [known])).toEqual(problems);
  });
});
