/** How one question was answered; `word` is the place of what was printed in the table's list of words. */
export type UnitAnswer =
  | { readonly answer: "yes" }
  | { readonly answer: "no"; readonly word: number }
  /** An answer that it needs was not yes. */
  | { readonly answer: "not asked" };

export type UnitTableRow = {
  readonly group: string;
  readonly title: string;
  /** What `systemd-analyze security` says of the whole unit: 0 is the least exposed, 10 the most. */
  readonly exposure?: number;
  /** What systemd says of a line that it does not take, with the line; such a variant is asked nothing. */
  readonly rejected?: string;
  /** Answers by situation, then by question. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, UnitAnswer>>>>;
};

/** What `unit-matrix answers` prints. */
export type UnitTable = {
  readonly matrix: string;
  readonly tookMs: number;
  readonly rows: readonly UnitTableRow[];
  /** What was printed where the answer is no, each once, literally. */
  readonly words: readonly string[];
};

/** How many questions were answered, and how many were not asked because one that they need was not answered yes. */
export const countAnswers = ({ rows }: UnitTable): { readonly given: number; readonly notAsked: number } => {
  const all = rows.flatMap(({ answers }) => Object.values(answers)).flatMap((one) => Object.values(one));
  const notAsked = all.filter(({ answer }) => answer === "not asked").length;
  return { given: all.length - notAsked, notAsked };
};

/**
 * Whether the variant does everything that it was asked for in this situation; undefined where nothing was asked. One
 * that systemd does not take as it is written works nowhere.
 */
export const worksIn = (row: UnitTableRow, situation: string): boolean | undefined => {
  if (row.rejected !== undefined) return false;
  const answers = Object.values(row.answers[situation] ?? {});
  return answers.length === 0 ? undefined : answers.every(({ answer }) => answer === "yes");
};
