/** One version of a unit: what its [Service] section has beside the lines that all versions share. */
export type UnitVariant = {
  /** As the table names it, for example `NoNewPrivileges=true`. */
  readonly title: string;
  readonly lines: readonly string[];
};

export type VariantGroup = {
  readonly id: string;
  readonly title: string;
  readonly variants: readonly UnitVariant[];
  /** The situations in which these variants are asked. @default all of them */
  readonly situations?: readonly string[];
};

/**
 * What is asked of each variant; POSIX shell text that finds NAME, NUMBER and SITUATION in its environment and says
 * yes by exit code 0.
 */
export type UnitQuestion = {
  readonly id: string;
  /** As the head of a column: "starts a container". */
  readonly title: string;
  /** `unit`: by the unit's own process, inside its sandbox; `machine`: by root beside it, while the unit is active. */
  readonly asked: "unit" | "machine";
  readonly script: string;
  /** Asked only when this other question was answered yes. */
  readonly needs?: string;
};

/** What the machine is like when a variant is asked; each script is run by root. */
export type UnitSituation = {
  readonly id: string;
  readonly title: string;
  /** Rounds are asked one after the other; what happens between two of them, such as a reboot, is the scenario's. */
  readonly round: number;
  readonly questions: readonly string[];
  /** Once, before the first variant. */
  readonly begin?: string;
  /** Before each variant. */
  readonly before?: string;
  /** After each variant, when its unit was stopped. */
  readonly after?: string;
};

/** Something that somebody wrote about a setting, and what would have to be seen if it were true. */
export type UnitClaim = {
  /** What it says and where: "the comment on ProtectSystem=full: strict blocks /run/user". */
  readonly text: string;
  readonly group: string;
  readonly variant: string;
  readonly situation: string;
  /** `breaks`: at least one question is answered no. */
  readonly says: "breaks" | "works";
  /** What is true instead, or what it leaves unsaid: one sentence. */
  readonly comment?: string;
};

/** A unit whose settings are tried in many combinations, to see which of them breaks what. */
export type UnitMatrix = {
  readonly id: string;
  readonly title: string;
  /** What the reader learns from it, in a sentence or two. */
  readonly summary: string;
  readonly machine: string;
  /** Lines of [Service] that every variant has: whose unit it is and where it finds its programs. */
  readonly base: readonly string[];
  readonly groups: readonly VariantGroup[];
  readonly situations: readonly UnitSituation[];
  readonly questions: readonly UnitQuestion[];
  readonly claims: readonly UnitClaim[];
  /** What explains answers that a reader may stumble over, a sentence or a few each. */
  readonly notes?: readonly string[];
  /** Removes what the questions have left, once everything was asked; run by root. */
  readonly clean: string;
};

/** A setting is one line, or several that make sense only together. */
export type UnitSetting = string | readonly string[];

const linesOf = (setting: UnitSetting): readonly string[] =>
  typeof setting === "string" ? [setting] : setting;

const titleOf = (setting: UnitSetting): string => linesOf(setting).join(" · ");

/** Each setting by itself. */
export const eachAlone = (settings: readonly UnitSetting[]): readonly UnitVariant[] =>
  settings.map((setting) => ({ title: titleOf(setting), lines: linesOf(setting) }));

/** All settings but one, once for each. */
export const allButOne = (settings: readonly UnitSetting[]): readonly UnitVariant[] =>
  settings.map((left) => ({
    title: `without ${titleOf(left)}`,
    lines: settings.filter((one) => one !== left).flatMap(linesOf),
  }));

/** All of them at once. */
export const together = (title: string, settings: readonly UnitSetting[]): UnitVariant => ({
  title,
  lines: settings.flatMap(linesOf),
});

/** The settings with one more, once for each of these: what shows that none of them can be added. */
export const withOneMore = (
  settings: readonly UnitSetting[],
  more: readonly UnitSetting[],
): readonly UnitVariant[] =>
  more.map((one) => ({ title: `with ${titleOf(one)}`, lines: [...settings, one].flatMap(linesOf) }));

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

/** What `unit-matrix table` prints. */
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

/** Where the program and its plans lie in a machine. */
export const unitMatrixFolder = "/usr/local/lib/drillbook/unit-matrix";

/** What prints the table of this matrix in its machine. */
export const unitTableScript = (id: string): string => `unit-matrix table ${id}`;

/**
 * Whether the variant does everything that it was asked for in this situation; undefined where nothing was asked. One
 * that systemd does not take as it is written works nowhere.
 */
export const worksIn = (row: UnitTableRow, situation: string): boolean | undefined => {
  if (row.rejected !== undefined) return false;
  const answers = Object.values(row.answers[situation] ?? {});
  return answers.length === 0 ? undefined : answers.every(({ answer }) => answer === "yes");
};
