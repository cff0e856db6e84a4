import type { UnitAnswer, UnitClaim, UnitMatrix, UnitTableRow } from "#harness/scenario/unit-matrix.ts";
import { type Inline, inlineCode, strong } from "./markdown.ts";

/** One cell: a sign, and where the answer is no the number of what was printed. */
export const answerCell = (answer: UnitAnswer | undefined): string => {
  if (answer === undefined || answer.answer === "not asked") return "–";
  return answer.answer === "yes" ? "✓" : `✗ ${answer.word + 1}`;
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
