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

/** Where the program and its plans lie in a machine. */
export const unitMatrixFolder = "/usr/local/lib/drillbook/unit-matrix";
