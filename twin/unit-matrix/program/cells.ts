import type { UnitAnswer, UnitTableRow } from "../answers.ts";
import type { UnitClaim, UnitMatrix } from "../matrix.ts";

export const codeSpan = (text: string): string => `\`${text}\``;

/** "6.1 s", "1 min 12 s". */
export const timeWords = (ms: number): string => {
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

/** One cell: a sign when every answer is yes, else each no with the number of its output. */
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

export const exposureCell = (exposure: number | undefined): string =>
  exposure === undefined ? "–" : exposure.toFixed(1);

const mostNamed = 3;

/** The settings that printed it: the first few, and the number of the others. */
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

/** The result of the test of a claim. */
export const claimCell = (matrix: UnitMatrix, claim: UnitClaim, works: boolean | undefined): string => {
  if (works === undefined) return "not asked";
  const situation = matrix.situations.find(({ id }) => id === claim.situation)?.title ?? claim.situation;
  const isTrue = (claim.says === "works") === works;
  const seen = works ? "everything works" : "something does not work";
  return `**${isTrue ? "Confirmed" : "Refuted"}**: with ${codeSpan(claim.variant)} ${seen} (${situation}).`;
};
