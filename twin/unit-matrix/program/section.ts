import type { Block } from "drillbook";
import { countAnswers, type UnitTable, type UnitTableRow, worksIn } from "../answers.ts";
import type { UnitMatrix } from "../matrix.ts";
import { answersCell, claimCell, codeSpan, exposureCell, sightOf, timeWords } from "./cells.ts";

/** The section of the page about this matrix, without its title. */
export const sectionOf = (matrix: UnitMatrix, answered: UnitTable): readonly Block[] => [
  { text: matrix.summary },
  {
    text: `${countWords(answered)} ✓: every answer was yes. “✗ no:” lists the questions answered no, each with the number of its output below. “Exposed” is the exposure level of the whole unit from systemd-analyze security: 0 is the least, 10 the most.`,
  },
  { list: legend(matrix) },
  ...claims(matrix, answered),
  ...matrix.groups.flatMap((group) => [
    { heading: group.title },
    groupTable(
      matrix,
      answered.rows.filter((row) => row.group === group.id),
      group.situations ?? matrix.situations.map(({ id }) => id),
    ),
  ]),
  ...notes(matrix),
  ...rejections(answered),
  ...words(answered),
];

const countWords = (answered: UnitTable): string => {
  const { given, notAsked } = countAnswers(answered);
  const rest =
    notAsked === 0 ? "" : `; ${notAsked} not asked, because a question that they need was answered no`;
  return `${given} answers in ${timeWords(answered.tookMs)}${rest}.`;
};

/** What each situation asks, in the words of the questions. */
const legend = (matrix: UnitMatrix): string[] =>
  matrix.situations.map(
    ({ title, questions }) =>
      `**${title}**: ${questions.map((id) => matrix.questions.find((one) => one.id === id)?.title ?? id).join(" · ")}`,
  );

const claims = (matrix: UnitMatrix, answered: UnitTable): Block[] => {
  if (matrix.claims.length === 0) return [];
  const rows = matrix.claims.map((claim) => {
    const row = answered.rows.find(({ group, title }) => group === claim.group && title === claim.variant);
    const works = row === undefined ? undefined : worksIn(row, claim.situation);
    return [claim.text, claimCell(matrix, claim, works), claim.comment ?? ""];
  });
  return [{ heading: "What its comments say" }, { table: [["claim", "result", ""], ...rows] }];
};

/** A column for each situation; its questions are listed above the tables. */
const groupTable = (
  matrix: UnitMatrix,
  rows: readonly UnitTableRow[],
  situations: readonly string[],
): Block => {
  const columns = matrix.situations.filter(({ id }) => situations.includes(id));
  return {
    table: [
      ["setting", ...columns.map(({ title }) => title), "exposed"],
      ...rows.map((row) => [
        row.title.includes("=") ? codeSpan(row.title) : row.title,
        ...columns.map(({ id }) =>
          row.rejected === undefined ? answersCell(matrix, row.answers[id] ?? {}) : "rejected",
        ),
        exposureCell(row.exposure),
      ]),
    ],
  };
};

const notes = ({ notes: all = [] }: UnitMatrix): Block[] =>
  all.length === 0 ? [] : [{ heading: "Explanations" }, { list: all }];

const rejections = ({ rows }: UnitTable): Block[] =>
  rows.flatMap(({ title, rejected }) =>
    rejected === undefined
      ? []
      : [{ text: `**systemd does not accept** ${codeSpan(title)}:` }, { printed: rejected }],
  );

const words = ({ words: all, rows }: UnitTable): Block[] =>
  all.length === 0
    ? []
    : [
        { heading: "Output of the answers that are no" },
        ...all.flatMap((text, index) => [
          { text: `**${index + 1}** (${sightOf(rows, index)})` },
          { printed: text },
        ]),
      ];
