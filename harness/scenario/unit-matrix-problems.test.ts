import { expect, it } from "vitest";
import type { UnitMatrix } from "./unit-matrix.ts";
import { unitMatrixProblems } from "./unit-matrix-problems.ts";

const good: UnitMatrix = {
  id: "one",
  title: "One",
  summary: "One.",
  machine: "rift",
  base: ["User=mcp"],
  groups: [{ id: "alone", title: "Alone", variants: [{ title: "A=1", lines: ["A=1"] }] }],
  situations: [{ id: "first", title: "first", round: 1, questions: ["start"] }],
  questions: [{ id: "start", title: "start", asked: "unit", script: "true" }],
  claims: [{ text: "A is fine", group: "alone", variant: "A=1", situation: "first", says: "works" }],
  clean: "true",
};

const problems = (change: Partial<UnitMatrix>): string[] =>
  unitMatrixProblems([{ ...good, ...change }], ["rift"]);

it("finds nothing wrong with a good one", () => {
  expect(problems({})).toEqual([]);
});

it.each<readonly [string, Partial<UnitMatrix>]>([
  ['matrix one: there is no machine "svc" in the rig (it has rift)', { machine: "svc" }],
  ["matrix one: has no situations", { situations: [] }],
  [
    'matrix one: situation first: there is no question "exec" (there is start)',
    { situations: [{ id: "first", title: "first", round: 1, questions: ["exec"] }] },
  ],
  [
    'matrix one: question start: there is no question "boot" (there is start)',
    { questions: [{ id: "start", title: "start", asked: "unit", script: "true", needs: "boot" }] },
  ],
  [
    'matrix one: claim "B": group alone has no variant "B=1"',
    { claims: [{ text: "B", group: "alone", variant: "B=1", situation: "first", says: "works" }] },
  ],
  [
    'matrix one: "First one" is no name; write lower-case letters, digits and hyphens',
    { questions: [...good.questions, { id: "First one", title: "x", asked: "unit", script: "true" }] },
  ],
  [
    'matrix one: group alone: two variants are named "A=1"',
    { groups: good.groups.map((group) => ({ ...group, variants: [...group.variants, ...group.variants] })) },
  ],
])("says %s", (words, change) => {
  expect(problems(change)).toContain(words);
});

it("refuses two of one name", () => {
  expect(unitMatrixProblems([good, good], ["rift"])).toContain('matrices: two are named "one"');
});
