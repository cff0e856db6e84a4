import type { RootContent } from "mdast";
import type { DrillRecord } from "../../journal/drill-record.ts";
import {
  countAnswers,
  type UnitMatrix,
  type UnitTable,
  type UnitTableRow,
  unitTableScript,
  worksIn,
} from "../../scenario/unit-matrix.ts";
import { seconds } from "../time-words.ts";
import {
  bullets,
  code,
  heading,
  type Inline,
  inlineCode,
  paragraph,
  prose,
  strong,
  table,
} from "./markdown.ts";
import type { Section } from "./page.ts";
import { answersCell, claimWords, exposureWords, sightOf } from "./unit-matrix-words.ts";

/** What the drill's machines answered about each version of a unit. */
export const unitMatrixSection: Section = ({ scenario, record }) =>
  (scenario.matrices ?? []).flatMap((matrix) => {
    const answered = tableOf(record, matrix.id);
    return answered === undefined ? notAsked(matrix) : sectionOf(matrix, answered);
  });

/** As the matrix's own command printed it, in whichever step it ran. */
export const tableOf = (record: DrillRecord, id: string): UnitTable | undefined => {
  const printed = record.procedures
    .flatMap(({ phases }) => phases)
    .flatMap(({ steps }) => steps)
    .flatMap(({ actions }) => actions)
    .filter(({ ok, command }) => ok && command === unitTableScript(id))
    .map(({ observation }) => (observation?.kind === "command" ? observation.stdout : ""))
    .at(-1);
  return printed === undefined ? undefined : (JSON.parse(printed) as UnitTable);
};

const notAsked = (matrix: UnitMatrix): RootContent[] => [
  heading(2, ...prose(matrix.title)),
  paragraph("Not asked in this drill: the procedure whose drill asks it was left out."),
];

const sectionOf = (matrix: UnitMatrix, answered: UnitTable): RootContent[] => [
  heading(2, ...prose(matrix.title)),
  paragraph(...prose(matrix.summary)),
  paragraph(
    `${countWords(answered)} ✓: every answer was yes. “✗ no:” names what was answered no, each with the number of what was printed, below. “Exposed” is what systemd-analyze security counts for the whole unit: 0 is the least, 10 the most.`,
  ),
  legend(matrix),
  ...claims(matrix, answered),
  ...matrix.groups.flatMap((group) => [
    heading(3, ...prose(group.title)),
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
    notAsked === 0 ? "" : `; ${notAsked} could not be asked, because what they need was answered no`;
  return `${given} answers in ${seconds(answered.tookMs)}${rest}.`;
};

const claims = (matrix: UnitMatrix, answered: UnitTable): RootContent[] => {
  if (matrix.claims.length === 0) return [];
  const head = ["what is written", "what was seen", ""].map((title): Inline[] => [title]);
  const rows = matrix.claims.map((claim): Inline[][] => {
    const row = answered.rows.find(({ group, title }) => group === claim.group && title === claim.variant);
    const works = row === undefined ? undefined : worksIn(row, claim.situation);
    return [prose(claim.text), claimWords(matrix, claim, works), prose(claim.comment ?? "")];
  });
  return [heading(3, "What its comments say"), table([head, ...rows])];
};

/** A column for each situation: what was asked in it stands above the tables. */
const groupTable = (
  matrix: UnitMatrix,
  rows: readonly UnitTableRow[],
  situations: readonly string[],
): RootContent => {
  const columns = matrix.situations.filter(({ id }) => situations.includes(id));
  const head: Inline[][] = [["setting"], ...columns.map(({ title }): Inline[] => [title]), ["exposed"]];
  return table([
    head,
    ...rows.map((row): Inline[][] => [
      row.title.includes("=") ? [inlineCode(row.title)] : [row.title],
      ...columns.map((situation): Inline[] => [
        row.rejected === undefined ? answersCell(matrix, row.answers[situation.id] ?? {}) : "rejected",
      ]),
      [exposureWords(row.exposure)],
    ]),
  ]);
};

/** What each situation asks, in the words of the questions. */
const legend = (matrix: UnitMatrix): RootContent =>
  bullets(
    matrix.situations.map((situation): Inline[] => [
      strong(situation.title),
      ": ",
      situation.questions.map((id) => matrix.questions.find((one) => one.id === id)?.title ?? id).join(" · "),
    ]),
  );

const notes = ({ notes: all = [] }: UnitMatrix): RootContent[] =>
  all.length === 0 ? [] : [heading(3, "What may surprise"), bullets(all.map((text) => prose(text)))];

const rejections = ({ rows }: UnitTable): RootContent[] =>
  rows.flatMap(({ title, rejected }) =>
    rejected === undefined
      ? []
      : [paragraph(strong("systemd does not take"), " ", inlineCode(title), ":"), code("text", rejected)],
  );

const words = ({ words: all, rows }: UnitTable): RootContent[] =>
  all.length === 0
    ? []
    : [
        heading(3, "What was printed where the answer is no"),
        ...all.flatMap((text, index) => [
          paragraph(strong(String(index + 1)), ` (${sightOf(rows, index)})`),
          code("text", text),
        ]),
      ];
