import { literalOf } from "../scenario/literal.ts";
import { dimensionWord, versionWords } from "../variants/versions.ts";
import type { IndexEntry, SeenDifference, SeenSymptom } from "./index-entry.ts";
import type { Candidate, Group } from "./rank.ts";

/** One way to tell a cause from another. */
export type Advice = {
  /** The other cause: a scenario's id, or words. */
  readonly from: string;
  readonly how?: string;
  /** Printed here and not there. */
  readonly look?: string;
  /** Printed there and not here. */
  readonly unless?: string;
  readonly run?: {
    readonly command: string;
    readonly user: string;
    readonly machine: string;
    readonly answer: string;
  };
};

/** What would tell this cause from the others of its group, and from those that its scenario names in words. */
export const adviceFor = (
  { entry, hits }: Candidate,
  { candidates }: Group,
  index: readonly IndexEntry[],
): Advice[] => {
  const others = candidates.map((one) => one.entry).filter((one) => one !== entry);
  const found = new Set(hits.map(({ known }) => known.symptom));
  const isMeant = ({ from, alike }: SeenDifference): boolean =>
    index.some(({ scenario }) => scenario === from)
      ? others.some(({ scenario }) => scenario === from)
      : alike === undefined || [...found].some(({ title }) => title === alike);
  const declared = entry.tellsApart.filter(isMeant).map((one) => adviceOf(entry, one));
  const untold = others.filter(
    ({ scenario, tellsApart }) =>
      scenario !== entry.scenario &&
      !entry.tellsApart.some(({ from }) => from === scenario) &&
      !tellsApart.some(({ from }) => from === entry.scenario),
  );
  const otherPages = others.filter(({ scenario }) => scenario === entry.scenario);
  return [
    ...declared,
    ...derived(entry, untold, found),
    ...otherPages.map((other) => otherVersion(entry, other)),
  ];
};

/** The same incident, whose page has the commands of another version. */
const otherVersion = ({ versions: own = {} }: IndexEntry, { scenario, versions }: IndexEntry): Advice => {
  const names = Object.keys(versions ?? own).map(dimensionWord);
  return {
    from: `${scenario} with ${versions === undefined ? `another ${names.join(" or ")}` : versionWords(versions)}`,
    how: `The version of ${names.join(" and ")} says which page is for you: each has its own commands.`,
  };
};

const adviceOf = (entry: IndexEntry, { from, how, look, unless, ask }: SeenDifference): Advice => {
  const asked = entry.symptoms.find(({ title }) => title === ask);
  return {
    from,
    how,
    ...(look === undefined ? {} : { look: literalOf(look) }),
    ...(unless === undefined ? {} : { unless: literalOf(unless) }),
    ...(asked === undefined ? {} : { run: runOf(asked) }),
  };
};

/** One piece of advice for all of those that the same symptom tells apart. */
const derived = (
  entry: IndexEntry,
  others: readonly IndexEntry[],
  found: ReadonlySet<SeenSymptom>,
): Advice[] => {
  const bySymptom = new Map<SeenSymptom, Set<string>>();
  for (const other of others) {
    const symptom = difference(entry, other, found);
    if (symptom) bySymptom.set(symptom, (bySymptom.get(symptom) ?? new Set()).add(other.scenario));
  }
  return [...bySymptom].map(([symptom, from]) => {
    const line = symptom.texts.find(({ about }) => about)?.text;
    return {
      from: [...from].join(", "),
      how: symptom.title,
      ...(line === undefined ? {} : { look: line }),
      run: runOf(symptom),
    };
  });
};

/** A symptom that only this incident has, better one that prints something. */
const difference = (
  entry: IndexEntry,
  other: IndexEntry,
  found: ReadonlySet<SeenSymptom>,
): SeenSymptom | undefined => {
  const own = entry.symptoms.filter(
    (symptom) =>
      !found.has(symptom) &&
      symptom.answer !== "" &&
      !other.symptoms.some(({ title, command }) => title === symptom.title || command === symptom.command),
  );
  return own.find(({ texts }) => texts.some(({ about }) => about)) ?? own[0];
};

const runOf = ({ command, user, machine, answer }: SeenSymptom) => ({ command, user, machine, answer });
