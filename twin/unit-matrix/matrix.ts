/** One variant of a unit: the lines of its [Service] section, without those that all variants share. */
export type UnitVariant = {
  /** Its name in the table, for example `NoNewPrivileges=true`. */
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
 * A question to each variant: POSIX shell text with NAME, NUMBER and SITUATION in its environment; exit code 0 means
 * yes.
 */
export type UnitQuestion = {
  readonly id: string;
  /** The head of a column: "starts a container". */
  readonly title: string;
  /** `unit`: by the unit's own process, inside its sandbox; `machine`: by root beside it, while the unit is active. */
  readonly asked: "unit" | "machine";
  readonly script: string;
  /** Asked only when this other question was answered yes. */
  readonly needs?: string;
};

/** The state of the machine when a variant is asked; root runs each script. */
export type UnitSituation = {
  readonly id: string;
  readonly title: string;
  /** Rounds are asked in sequence; the scenario acts between two rounds, for example by a reboot. */
  readonly round: number;
  readonly questions: readonly string[];
  /** Once, before the first variant. */
  readonly begin?: string;
  /** Before each variant. */
  readonly before?: string;
  /** After each variant, once its unit is stopped. */
  readonly after?: string;
};

/** A documented claim about a setting, and the observation that would confirm it. */
export type UnitClaim = {
  /** The claim and its source: "the comment on ProtectSystem=full: strict blocks /run/user". */
  readonly text: string;
  readonly group: string;
  readonly variant: string;
  readonly situation: string;
  /** `breaks`: at least one question is answered no. */
  readonly says: "breaks" | "works";
  /** One sentence: the truth, or what the claim omits. */
  readonly comment?: string;
};

/** A unit whose settings are tried in many combinations, to see which of them breaks what. */
export type UnitMatrix = {
  readonly id: string;
  readonly title: string;
  /** One or two sentences: what the reader learns from it. */
  readonly summary: string;
  readonly machine: string;
  /** Lines of [Service] in every variant, such as its user and its PATH. */
  readonly base: readonly string[];
  readonly groups: readonly VariantGroup[];
  readonly situations: readonly UnitSituation[];
  readonly questions: readonly UnitQuestion[];
  readonly claims: readonly UnitClaim[];
  /** Explanations of surprising answers, a few sentences each. */
  readonly notes?: readonly string[];
  /** Removes what the questions left behind; root runs it after the last question. */
  readonly clean: string;
};

/** The folder of the program and its plans in a machine. */
export const unitMatrixFolder = "/usr/local/lib/drillbook/unit-matrix";
