import { expect, it } from "vitest";
import type { UnitMatrix } from "./matrix.ts";
import { problemsOf } from "./problems.ts";

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

const problems = (change: Partial<UnitMatrix>): string[] => problemsOf({ ...good, ...change });

it("finds nothing wrong with a good one", () => {
  expect(problems({})).toEqual([]);
});

it.each<readonly [string, Partial<UnitMatrix>]>([
  ["has no situations", { situations: [] }],
  [
    'situation first: there is no question "exec" (there is start)',
    { situations: [{ id: "first", title: "first", round: 1, questions: ["exec"] }] },
  ],
  [
    'question start: there is no question "boot" (there is start)',
    { questions: [{ id: "start", title: "start", asked: "unit", script: "true", needs: "boot" }] },
  ],
  [
    'claim "B": group alone has no variant "B=1"',
    { claims: [{ text: "B", group: "alone", variant: "B=1", situation: "first", says: "works" }] },
  ],
  [
    '"First one" is no name; write lower-case letters, digits and hyphens',
    { questions: [...good.questions, { id: "First one", title: "x", asked: "unit", script: "true" }] },
  ],
  [
    'group alone: two variants are named "A=1"',
    { groups: good.groups.map((group) => ({ ...group, variants: [...group.variants, ...group.variants] })) },
  ],
])("says %s", (words, change) => {
  expect(problems(change)).toContain(words);
});
