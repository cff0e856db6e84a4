import { expect, it } from "vitest";
import type { DrillRecord } from "../../journal/drill-record.ts";
import type { UnitMatrix, UnitTable } from "../../scenario/unit-matrix.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Page } from "./page.ts";
import { unitMatrixSection } from "./unit-matrix-section.ts";

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

const page = (command: string): Page => {
  const observation = { kind: "command", stdout: `${JSON.stringify(answered)}\n` };
  const step = { actions: [{ ok: true, command, observation }] };
  const record = { procedures: [{ phases: [{ steps: [step] }] }] } as unknown as DrillRecord;
  return { scenario: { matrices: [matrix] }, record } as unknown as Page;
};

const rendered = (command: string): string =>
  renderMarkdown({ type: "root", children: unitMatrixSection(page(command)) });

it("shows every answer, the words behind each no, and what became of the claims", () => {
  const text = rendered("unit-matrix table m");
  expect(text).toContain(
    "3 answers in 1.5 s; 1 could not be asked, because what they need was answered no. ",
  );
  expect(text).toContain("- **first**: start · exec");
  expect(text).toContain("| `A=1` | ✓ | 8.3 |");
  expect(text).toContain("| `B=1` | ✗ no: start (1) | – |");
  expect(text).toContain("| `Bogus=1` | rejected | – |");
  expect(text).toContain("| A breaks it | **Refuted**: with `A=1` everything works (first). | |");
  expect(text).toContain(
    "| B breaks it | **Confirmed**: with `B=1` something does not work (first). | So. |",
  );
  expect(text).toContain("**1** (B=1)\n\n```text\nError: no *user* namespace\n```");
  expect(text).toContain("### What may surprise\n\n- B breaks it, because `A` does not.");
  expect(text).toContain("line 9 (Bogus=1): Unknown key");
});

it("says that nobody asked, when the drill left it out", () => {
  expect(rendered("unit-matrix table other")).toContain("Not asked in this drill");
});
