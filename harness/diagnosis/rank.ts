import type { IndexEntry, SeenSymptom } from "./index-entry.ts";
import { timesIn } from "./merge-entry.ts";
import type { Hit, Scanned, Telling } from "./scan.ts";

/** A cause that a text may have, with all that speaks for and against it. */
export type Candidate = {
  readonly entry: IndexEntry;
  /** Higher fits better; it compares candidates of one group. */
  readonly score: number;
  readonly hits: readonly Hit[];
  /** Symptoms whose own texts were found, of those that have texts. */
  readonly found: number;
  readonly of: number;
  readonly speaksFor: readonly Telling[];
  readonly speaksAgainst: readonly Telling[];
};

/** Causes that share lines of the text, the best first: they are causes of the same error. */
export type Group = { readonly candidates: readonly [Candidate, ...Candidate[]] };

export type Diagnosis = {
  readonly lines: number;
  readonly groups: readonly Group[];
  readonly strangers: Scanned["strangers"];
  readonly moreStrangers: number;
  readonly head: Scanned["head"];
};

/** What stands beside a symptom's own line counts, but by itself it names no cause. */
const besideWeight = 0.25;
/** Of two that explain the same lines, the one of which more was found. */
const foundWeight = 0.1;
const contradicted = 0.1;

/** The causes of what is in a text, grouped by error, each group in order of fit. */
export const diagnose = (scanned: Scanned, entries: readonly IndexEntry[]): Diagnosis => {
  const candidates = entries.flatMap((entry) => candidateOf(entry, scanned) ?? []);
  return {
    lines: scanned.lines,
    groups: grouped(candidates),
    strangers: scanned.strangers,
    moreStrangers: scanned.moreStrangers,
    head: scanned.head,
  };
};

const hasTexts = ({ texts }: SeenSymptom): boolean => texts.some(({ about }) => about);

/** How many incidents print the same: what many print says little. */
const sharedBy = ({ known }: Hit, hits: readonly Hit[]): number =>
  new Set(hits.filter((one) => one.known.key === known.key).map((one) => one.known.entry.scenario)).size;

/** A line that stands beside two symptoms says no more than beside one. */
const oncePerText = (hits: readonly Hit[]): Hit[] => [
  ...new Map(hits.map((hit) => [`${hit.line.number} ${hit.known.key}`, hit])).values(),
];

const candidateOf = (entry: IndexEntry, { hits, tellings }: Scanned): Candidate | undefined => {
  const own = hits.filter(({ known }) => known.entry === entry);
  const about = own.filter(({ known }) => known.text.about);
  if (about.length === 0) return undefined;
  const speaksAgainst = tellings.filter(
    ({ entry: by, difference, side }) =>
      (by === entry && side === "unless") ||
      (by !== entry && side === "look" && difference.from === entry.scenario),
  );
  // Against what the text does not look like nothing has to speak.
  const speaksFor = tellings.filter(
    ({ entry: by, difference, side }) =>
      by === entry && side === "look" && hits.some(({ known }) => known.entry.scenario === difference.from),
  );
  const symptoms = entry.symptoms.filter(hasTexts);
  const found = symptoms.filter((symptom) => about.some(({ known }) => known.symptom === symptom));
  const score =
    sum(
      lineNumbers(about).map((number) =>
        bestOf(
          about.filter(({ line }) => line.number === number),
          hits,
        ),
      ),
    ) +
    besideWeight *
      sum(
        oncePerText(own.filter((hit) => !about.includes(hit))).map((hit) => hit.fit / sharedBy(hit, hits)),
      ) +
    foundWeight * (found.length / symptoms.length) +
    speaksFor.length;
  return {
    entry,
    score: score * contradicted ** speaksAgainst.length,
    hits: own,
    found: found.length,
    of: symptoms.length,
    speaksFor,
    speaksAgainst,
  };
};

const lineNumbers = (hits: readonly Hit[]): number[] => [...new Set(hits.map(({ line }) => line.number))];

const bestOf = (own: readonly Hit[], all: readonly Hit[]): number =>
  Math.max(...own.map((hit) => hit.fit / sharedBy(hit, all)));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const sharesLine = (one: Candidate, other: Candidate): boolean =>
  one.hits.some(({ line }) => other.hits.some((hit) => hit.line.number === line.number));

const firstLine = ({ hits }: Candidate): number => Math.min(...hits.map(({ line }) => line.number));

const grouped = (candidates: readonly Candidate[]): Group[] => {
  const groups: Candidate[][] = [];
  for (const one of candidates) {
    const near = groups.filter((group) => group.some((other) => sharesLine(one, other)));
    const rest = groups.filter((group) => !near.includes(group));
    groups.splice(0, groups.length, ...rest, [...near.flat(), one]);
  }
  return groups
    .toSorted((a, b) => Math.min(...a.map(firstLine)) - Math.min(...b.map(firstLine)))
    .flatMap((group) => {
      const [first, ...others] = group.toSorted(
        (a, b) =>
          b.score - a.score ||
          timesIn(b.entry.drills) - timesIn(a.entry.drills) ||
          (a.entry.scenario < b.entry.scenario ? -1 : 1),
      );
      return first === undefined ? [] : [{ candidates: [first, ...others] as const }];
    });
};
