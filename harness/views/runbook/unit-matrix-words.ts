import type { UnitAnswer, UnitClaim, UnitMatrix, UnitTableRow } from "../../scenario/unit-matrix.ts";
import { type Inline, inlineCode, strong } from "./markdown.ts";

/** One cell: a sign when every answer is yes, else what was answered no, each with the number of what was printed. */
export const answersCell = (
  { questions }: UnitMatrix,
  answers: Readonly<Record<string, UnitAnswer>>,
): string => {
  const all = Object.entries(answers);
  if (all.length === 0) return "–";
  const wrong = all.flatMap(([id, answer]) =>
    answer.answer === "no"
      ? [`${questions.find((one) => one.id === id)?.title ?? id} (${answer.word + 1})`]
      : [],
  );
  if (wrong.length > 0) return `✗ no: ${wrong.join(", ")}`;
  return all.every(([, { answer }]) => answer === "yes") ? "✓" : "not asked";
};

export const exposureWords = (exposure: number | undefined): string =>
  exposure === undefined ? "–" : exposure.toFixed(1);

const mostNamed = 3;

/** Which settings printed it: the first few, and how many others. */
export const sightOf = (rows: readonly UnitTableRow[], word: number): string => {
  const titles = rows
    .filter(({ answers }) =>
      Object.values(answers).some((one) =>
        Object.values(one).some((cell) => cell.answer === "no" && cell.word === word),
      ),
    )
    .map(({ title }) => title);
  const unique = [...new Set(titles)];
  const others = unique.length - mostNamed;
  return `${unique.slice(0, mostNamed).join("; ")}${others > 0 ? `; and ${others} more` : ""}`;
};

/** What became of a claim when it was tried. */
export const claimWords = (matrix: UnitMatrix, claim: UnitClaim, works: boolean | undefined): Inline[] => {
  if (works === undefined) return ["not asked"];
  const situation = matrix.situations.find(({ id }) => id === claim.situation)?.title ?? claim.situation;
  const isTrue = (claim.says === "works") === works;
  return [
    strong(isTrue ? "Confirmed" : "Refuted"),
    ": with ",
    inlineCode(claim.variant),
    works ? " everything works" : " something does not work",
    ` (${situation}).`,
  ];
};
