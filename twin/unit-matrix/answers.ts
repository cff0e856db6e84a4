/** The answer to one question; `word` is the index of its output in the table's list of words. */
export type UnitAnswer =
  | { readonly answer: "yes" }
  | { readonly answer: "no"; readonly word: number }
  /** The answer to the question that it needs was not yes. */
  | { readonly answer: "not asked" };

export type UnitTableRow = {
  readonly group: string;
  readonly title: string;
  /** The score of `systemd-analyze security` for the whole unit: 0 is the least exposed, 10 the most. */
  readonly exposure?: number;
  /** systemd's message about a line that it does not accept, with the line; such a variant is not asked. */
  readonly rejected?: string;
  /** Answers by situation, then by question. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, UnitAnswer>>>>;
};

/** What `unit-matrix answers` prints. */
export type UnitTable = {
  readonly matrix: string;
  readonly tookMs: number;
  readonly rows: readonly UnitTableRow[];
  /** The output of the answers that are no, each once, verbatim. */
  readonly words: readonly string[];
};

/** The numbers of questions that were answered, and that were not asked because the question they need had no yes. */
export const countAnswers = ({ rows }: UnitTable): { readonly given: number; readonly notAsked: number } => {
  const all = rows.flatMap(({ answers }) => Object.values(answers)).flatMap((one) => Object.values(one));
  const notAsked = all.filter(({ answer }) => answer === "not asked").length;
  return { given: all.length - notAsked, notAsked };
};

/**
 * Whether every answer of the variant in this situation is yes; undefined when nothing was asked. A variant that
 * systemd does not accept works nowhere.
 */
export const worksIn = (row: UnitTableRow, situation: string): boolean | undefined => {
  if (row.rejected !== undefined) return false;
  const answers = Object.values(row.answers[situation] ?? {});
  return answers.length === 0 ? undefined : answers.every(({ answer }) => answer === "yes");
};
