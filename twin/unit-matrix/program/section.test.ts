import { expect, it } from "vitest";
import { readBlocks } from "#harness/scenario/printed-section.ts";
import type { UnitTable } from "../answers.ts";
import type { UnitMatrix } from "../matrix.ts";
import { sectionOf } from "./section.ts";

const matrix: UnitMatrix = {
  ...{ id: "m", title: "Which setting breaks it", summary: "Each was tried.", machine: "rift" },
  ...{ base: [], clean: "true" },
  groups: [
    {
      id: "alone",
      title: "Alone",
      variants: [
        { title: "A=1", lines: ["A=1"] },
        { title: "B=1", lines: ["B=1"] },
        { title: "Bogus=1", lines: ["Bogus=1"] },
      ],
    },
  ],
  situations: [{ id: "first", title: "first", round: 1, questions: ["start", "exec"] }],
  questions: [
    { id: "start", title: "start", asked: "unit", script: "" },
    { id: "exec", title: "exec", asked: "unit", script: "", needs: "start" },
  ],
  notes: ["B breaks it, because `A` does not."],
  claims: [
    { text: "A breaks it", group: "alone", variant: "A=1", situation: "first", says: "breaks" },
    {
      text: "B breaks it",
      group: "alone",
      variant: "B=1",
      situation: "first",
      says: "breaks",
      comment: "So.",
    },
  ],
};

const yes = { answer: "yes" } as const;
const answered: UnitTable = {
  matrix: "m",
  tookMs: 1500,
  words: ["Error: no *user* namespace"],
  rows: [
    { group: "alone", title: "A=1", exposure: 8.25, answers: { first: { start: yes, exec: yes } } },
    {
      ...{ group: "alone", title: "B=1" },
      answers: { first: { start: { answer: "no", word: 0 }, exec: { answer: "not asked" } } },
    },
    { group: "alone", title: "Bogus=1", rejected: "line 9 (Bogus=1): Unknown key", answers: {} },
  ],
};

it("has every answer, the words behind each no, and what became of the claims", () => {
  expect(sectionOf(matrix, answered)).toEqual([
    { text: "Each was tried." },
    {
      text: "3 answers in 1.5 s; 1 not asked, because a question that they need was answered no. ✓: every answer was yes. “✗ no:” lists the questions answered no, each with the number of its output below. “Exposed” is the exposure level of the whole unit from systemd-analyze security: 0 is the least, 10 the most.",
    },
    { list: ["**first**: start · exec"] },
    { heading: "What its comments say" },
    {
      table: [
        ["claim", "result", ""],
        ["A breaks it", "**Refuted**: with `A=1` everything works (first).", ""],
        ["B breaks it", "**Confirmed**: with `B=1` something does not work (first).", "So."],
      ],
    },
    { heading: "Alone" },
    {
      table: [
        ["setting", "first", "exposed"],
        ["`A=1`", "✓", "8.3"],
        ["`B=1`", "✗ no: start (1)", "–"],
        ["`Bogus=1`", "rejected", "–"],
      ],
    },
    { heading: "Explanations" },
    { list: ["B breaks it, because `A` does not."] },
    { text: "**systemd does not accept** `Bogus=1`:" },
    { printed: "line 9 (Bogus=1): Unknown key" },
    { heading: "Output of the answers that are no" },
    { text: "**1** (B=1)" },
    { printed: "Error: no *user* namespace" },
  ]);
});

it("is what a page takes", () => {
  const blocks = sectionOf(matrix, answered);
  expect(readBlocks(JSON.stringify(blocks))).toEqual(blocks);
});
