import type { MachineKind } from "../scenario/machine-kind.ts";
import type { TextMatch } from "../scenario/match.ts";
import type { Versions } from "../variants/versions.ts";

/** The version of the index's files; a reader refuses a newer one. */
export const indexSchema = 1;

/** How often drills saw something on a kind of machine, and when last (YYYY-MM-DD). */
export type Seen = Readonly<Partial<Record<MachineKind, { readonly times: number; readonly last: string }>>>;

/** A line that drills saw printed. */
export type SeenText = {
  /** As it was printed last, with the real platform's addresses. */
  readonly text: string;
  /** The part of it that the scenario asks for; absent when that is the whole line, or too little to know it by. */
  readonly core?: string;
  /** The symptom is about this line; otherwise it only stood beside one that is. */
  readonly about: boolean;
  readonly seen: Seen;
};

/** A symptom, as an operator would look for it. */
export type SeenSymptom = {
  readonly title: string;
  readonly machine: string;
  readonly user: string;
  readonly command: string;
  /** What the command answered in the last drill, in a few lines. */
  readonly answer: string;
  readonly texts: readonly SeenText[];
};

/** `TellsApart`, with what drills saw of it. */
export type SeenDifference = {
  readonly from: string;
  readonly how: string;
  /** Only what a drill saw printed. */
  readonly look?: TextMatch;
  readonly unless?: TextMatch;
  /** Titles of symptoms. */
  readonly ask?: string;
  readonly alike?: string;
};

/**
 * What drills of one scenario saw: a file in `runbooks/symptoms/`, named like the page; versions are those with which the
 * scenario has parts of its own, and a page of its own.
 */
export type IndexEntry = {
  readonly schema: number;
  readonly scenario: string;
  /** Absent for the usual page. */
  readonly versions?: Versions;
  readonly title: string;
  readonly cause: string;
  /** Verified drills whose symptoms were written down. */
  readonly drills: Seen;
  readonly symptoms: readonly SeenSymptom[];
  readonly tellsApart: readonly SeenDifference[];
};
