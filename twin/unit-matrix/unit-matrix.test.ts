import { describe, expect, it } from "vitest";
import { unitMatrix } from "./unit-matrix.ts";
import { eachAlone } from "./variants.ts";

const lamp = unitMatrix({
  id: "lamp",
  title: "Which setting breaks it",
  summary: "",
  machine: "rift",
  base: [],
  groups: [
    { id: "alone", title: "Alone", variants: eachAlone(["A=1", "B=2"]) },
    { id: "rare", title: "Rare", variants: eachAlone(["C=3"]), situations: ["first"] },
  ],
  situations: [
    { id: "first", title: "first", round: 1, questions: ["start"] },
    { id: "live", title: "live", round: 1, questions: ["start"] },
  ],
  questions: [{ id: "start", title: "it starts", asked: "unit", script: "true" }],
  claims: [],
  clean: "true",
});

describe("what a matrix is expected to say", () => {
  it("names how many of a group break it", () => {
    expect(lamp.breaksExactly("first", "alone", ["A=1"]).title).toBe("lamp, first, alone: 1 of 2 break it");
    expect(lamp.breaksAll("live", "alone").title).toBe("lamp, live, alone: each of them breaks it");
  });

  it("is refused with all that is wrong with it", () => {
    const { matrix } = lamp;
    expect(() => unitMatrix({ ...matrix, id: "The lamp", groups: [] })).toThrow(
      new RangeError(
        'matrix The lamp: "The lamp" is no name; write lower-case letters, digits and hyphens; has no groups',
      ),
    );
  });

  it("prints its section by the command that a step runs", () => {
    expect(lamp.section).toEqual({ title: lamp.matrix.title, from: lamp.table });
    expect(lamp.section.from).toBe(lamp.table);
  });

  // Of what is never asked nothing is printed, and a check that expects nothing would hold.
  it.each([
    [
      "a group that there is not",
      () => lamp.breaksAll("first", "alon"),
      'no group "alon" (there is alone, rare)',
    ],
    [
      "a situation that there is not",
      () => lamp.breaksAll("frist", "alone"),
      'asked in no situation "frist"',
    ],
    [
      "a group in a situation in which it is not asked",
      () => lamp.breaksExactly("live", "rare", []),
      "(only in first)",
    ],
    [
      "a variant that is not in the group",
      () => lamp.breaksExactly("first", "alone", ["C=3"]),
      'no variant "C=3"',
    ],
  ])("refuses %s", (_what, build, says) => {
    expect(build).toThrow(RangeError);
    expect(build).toThrow(says);
  });
});
