import type { TextMatch } from "#harness/scenario/match.ts";
import type { IndexEntry, SeenSymptom } from "./index-entry.ts";
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

/** What would tell this cause from the others of its group, and from those that its scenario names. */
export const adviceFor = (
  { entry, hits }: Candidate,
  { candidates }: Group,
  index: readonly IndexEntry[],
): Advice[] => {
  const others = candidates.map((one) => one.entry).filter((one) => one !== entry);
  const declared = entry.tellsApart
    // Of another incident that this text does not look like there is nothing to be told apart.
    .filter(
      ({ from }) =>
        others.some((one) => one.scenario === from) || !index.some((one) => one.scenario === from),
    )
    .map(({ from, how, look, unless, ask }): Advice => {
      const asked = entry.symptoms.find(({ title }) => title === ask);
      return {
        from,
        how,
        ...(look === undefined ? {} : { look: literalOf(look) }),
        ...(unless === undefined ? {} : { unless: literalOf(unless) }),
        ...(asked === undefined ? {} : { run: runOf(asked) }),
      };
    });
  const told = new Set(declared.map(({ from }) => from));
  const found = new Set(hits.map(({ known }) => known.symptom));
  const derived = others
    .filter(
      ({ scenario, tellsApart }) =>
        !told.has(scenario) && !tellsApart.some(({ from }) => from === entry.scenario),
    )
    .flatMap((other) => difference(entry, other, found) ?? []);
  return [...declared, ...derived];
};

/** A symptom that only this incident has: a line to look for, or else a command to run. */
const difference = (
  entry: IndexEntry,
  other: IndexEntry,
  found: ReadonlySet<SeenSymptom>,
): Advice | undefined => {
  const own = entry.symptoms.filter(
    (symptom) =>
      !found.has(symptom) &&
      symptom.answer !== "" &&
      !other.symptoms.some(({ title, command }) => title === symptom.title || command === symptom.command),
  );
  const printed = own.find(({ texts }) => texts.some(({ about }) => about));
  const [symptom = printed] = printed === undefined ? own : [printed];
  if (symptom === undefined) return undefined;
  const line = symptom.texts.find(({ about }) => about)?.text;
  return {
    from: other.scenario,
    how: symptom.title,
    ...(line === undefined ? {} : { look: line }),
    run: runOf(symptom),
  };
};

const runOf = ({ command, user, machine, answer }: SeenSymptom) => ({ command, user, machine, answer });

/** A pattern that only escapes its signs, as the text that it finds. */
const literalOf = (match: TextMatch): string => {
  if (match.kind === "contains") return match.value.join("");
  if (match.kind !== "pattern") return JSON.stringify(match);
  const plain = match.source.replace(/\\([/.*+?^${}()|[\]\\])/g, "");
  return /[\\.*+?^${}()|[\]]/.test(plain)
    ? `/${match.source}/${match.flags}`
    : match.source.replace(/\\(.)/g, "$1");
};
