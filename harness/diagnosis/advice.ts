import { literalOf } from "../scenario/literal.ts";
import { dimensionWord, versionWords } from "../variants/versions.ts";
import type { IndexEntry, SeenDifference, SeenSymptom } from "./index-entry.ts";
import { inPlaceOf } from "./question.ts";
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

/**
 * What would tell this cause from the others of its group, and from those that its scenario names in words. A cause of
 * the catalogue has a question that decides, and only the lines that exclude another are left to tell.
 */
export const adviceFor = (
  candidate: Candidate,
  { candidates }: Group,
  index: readonly IndexEntry[],
): Advice[] => {
  const { entry, hits, question } = candidate;
  if (entry === undefined) return [];
  const others = candidates.flatMap((one) =>
    one.entry === undefined || one.entry === entry ? [] : [one.entry],
  );
  const found = new Set(hits.map(({ known }) => known.symptom));
  const isMeant = ({ from, alike }: SeenDifference): boolean =>
    index.some(({ scenario }) => scenario === from)
      ? others.some(({ scenario }) => scenario === from)
      : question === undefined && (alike === undefined || [...found].some(({ title }) => title === alike));
  const declared = entry.tellsApart
    .filter(isMeant)
    .map((one) => adviceOf(entry, one))
    .filter(({ look, unless }) => question === undefined || look !== undefined || unless !== undefined);
  const otherPages = others
    .filter(({ scenario }) => scenario === entry.scenario)
    .map((other) => otherVersion(entry, other));
  if (question !== undefined) return [...declared.map(({ run: _, ...rest }) => rest), ...otherPages];
  const untold = others.filter(
    ({ scenario, tellsApart }) =>
      scenario !== entry.scenario &&
      !entry.tellsApart.some(({ from }) => from === scenario) &&
      !tellsApart.some(({ from }) => from === entry.scenario),
  );
  const told = [...declared, ...derived(entry, untold, found), ...otherPages];
  return (told.length === 0 ? alone(entry, found) : told).map((one) => withReadersValues(one, candidate));
};

/** What drills of one scenario printed may have another cause, which nothing names: its own symptoms decide. */
const alone = (entry: IndexEntry, found: ReadonlySet<SeenSymptom>): Advice[] => {
  const symptom = entry.symptoms.find((one) => !found.has(one) && one.answer !== "");
  return symptom === undefined
    ? []
    : [{ from: "another cause that prints the same", how: symptom.title, run: runOf(symptom) }];
};

/** A drill's UIDs, addresses and names, replaced by those of the text. */
const withReadersValues = (advice: Advice, { hits }: Candidate): Advice => {
  if (advice.run === undefined) return advice;
  const own = (text: string): string =>
    hits.reduce((result, { known, line }) => inPlaceOf(result, known.text.text, line.text), text);
  const { command, answer } = advice.run;
  return { ...advice, run: { ...advice.run, command: own(command), answer: own(answer) } };
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
