import { causes } from "../catalogue/causes.ts";
import type { Sign } from "../catalogue/entrances.ts";
import { causesOf, nextOf, type Question } from "../catalogue/message.ts";
import type { SeenSymptom } from "../index-entry.ts";
import { withValues } from "../question.ts";
import { type Incident, isToldFrom, type Shown } from "./incident.ts";
import { isSigned } from "./sign.ts";

/** What a command shows, and whose pages fit it: several incidents where nothing that a drill saw parts them. */
export type Outcome = { readonly shown: Shown; readonly incidents: readonly Incident[] };

/** One command with its outputs, or a question of the catalogue where drills saw no difference. */
export type Fork =
  | { readonly ask: SeenSymptom; readonly outcomes: readonly Outcome[] }
  | { readonly question: Question; readonly incident: Incident };

type Choice = { readonly incident: Incident; readonly shown: Shown; readonly score: number };

/**
 * Forks in the order in which they are asked: the first output that is seen names the page. An incident that shows all
 * of another one, and more, comes before it. `signs` are those by which a reader came here.
 */
export const forksOf = (incidents: readonly Incident[], signs: readonly Sign[]): Fork[] => {
  const forks: Fork[] = [];
  const byAnswer = holders(incidents, answersOf);
  const isOnly = (shown: Shown): boolean =>
    answersOf(shown).every((key) => (byAnswer.get(key)?.size ?? 0) <= 1);
  let left = incidents;
  while (left.length > 0) {
    const next = nextFork(left, signs, isOnly);
    forks.push(next);
    const named = "question" in next ? [next.incident] : next.outcomes.flatMap((one) => one.incidents);
    left = left.filter((one) => !named.includes(one));
  }
  return joined(forks, isOnly);
};

const isSameCommand = (one: Fork, other: Fork): boolean =>
  "ask" in one &&
  "ask" in other &&
  (["command", "user", "machine"] as const).every((part) => one.ask[part] === other.ask[part]);

/** Outputs of one command stand together, unless what another fork asks for must be asked between. */
const joined = (forks: readonly Fork[], isOnly: (shown: Shown) => boolean): Fork[] => {
  const result: Fork[] = [];
  for (const next of forks) {
    const at = result.findIndex((fork) => isSameCommand(fork, next));
    const same = result[at];
    const isFree =
      at === result.length - 1 || ("ask" in next && next.outcomes.every(({ shown }) => isOnly(shown)));
    if (same !== undefined && "ask" in same && "ask" in next && isFree) {
      result[at] = { ...same, outcomes: [...same.outcomes, ...next.outcomes] };
    } else result.push(next);
  }
  return result;
};

const nextFork = (
  incidents: readonly Incident[],
  signs: readonly Sign[],
  isOnly: (shown: Shown) => boolean,
): Fork => {
  const [best] = choicesIn(incidents, signs, isOnly).toSorted((a, b) => b.score - a.score);
  if (best !== undefined) return forkOn(best.shown, [best.incident]);
  for (const incident of incidents) {
    const cause = causes.find(({ id }) => id === incident.id);
    if (cause !== undefined) return { question: withValues(cause.question, {}), incident };
  }
  return forkOn(firstOf(incidents), incidents);
};

const forkOn = (shown: Shown, incidents: readonly Incident[]): Fork => ({
  ask: shown.symptom,
  outcomes: [{ shown, incidents }],
});

const firstOf = (incidents: readonly Incident[]): Shown => {
  const [first] = incidents.flatMap(({ shown }) => shown);
  if (first === undefined) throw new Error("an incident of the index has no symptom");
  return first;
};

/** For each key, the incidents that have it. */
const holders = (
  incidents: readonly Incident[],
  keysOf: (shown: Shown) => readonly string[],
): ReadonlyMap<string, ReadonlySet<Incident>> => {
  const by = new Map<string, Set<Incident>>();
  for (const incident of incidents) {
    for (const key of incident.shown.flatMap(keysOf)) by.set(key, (by.get(key) ?? new Set()).add(incident));
  }
  return by;
};

const keyOf = ({ question }: Shown, answer: string): string => `${question}\0${answer}`;

const answersOf = (shown: Shown): string[] => shown.answers.map((answer) => keyOf(shown, answer));

/** The answers that only one of the incidents has, and how well each tells it. */
const choicesIn = (
  incidents: readonly Incident[],
  signs: readonly Sign[],
  isOnly: (shown: Shown) => boolean,
): Choice[] => {
  const byAnswer = holders(incidents, answersOf);
  const byQuestion = holders(incidents, ({ question }) => [question]);
  const byMessage = holders(incidents, (shown) => shown.messages.map(({ id }) => id));
  const isAlone = (key: string, by: ReadonlyMap<string, ReadonlySet<Incident>>): boolean =>
    (by.get(key)?.size ?? 0) <= 1;
  return incidents.flatMap((incident) => {
    const told = incidents.filter((other) => isToldFrom(other, incident) && !isToldFrom(incident, other));
    return incident.shown.flatMap((shown): Choice[] => {
      const own = shown.answers.filter((answer) => isAlone(keyOf(shown, answer), byAnswer));
      if (own.length === 0) return [];
      const score = sum([
        declared(shown, incident, incidents),
        printed(shown, incident, (id) => isAlone(id, byMessage)),
        // Others were seen to answer something else.
        2 * ((byQuestion.get(shown.question)?.size ?? 1) - 1),
        -3 * told.length,
        // It holds also for a reader who overlooked an earlier fork.
        isOnly(shown) ? 4 : 0,
        own.length < shown.answers.length ? -1 : 0,
        atEntrance(shown, incident, signs, incidents.length === 1),
        -wordiness(shown),
        isLate.test(shown.symptom.title) ? -6 : 0,
      ]);
      return [{ incident, shown: { ...shown, answers: own }, score }];
    });
  });
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** What the scenario itself says of the symptom. */
const declared = ({ symptom }: Shown, incident: Incident, all: readonly Incident[]): number => {
  const asks = incident.tellsApart.filter(({ ask }) => ask === symptom.title);
  return (
    (asks.length === 0 ? 0 : 1) + 3 * all.filter(({ id }) => asks.some(({ from }) => from === id)).length
  );
};

/** Whether the catalogue has the incident among the causes of what is printed. */
const isNamed = ({ messages }: Shown, incident: Incident): boolean =>
  messages.some((message) => [...causesOf(message), ...nextOf(message)].includes(incident.id));

const isNothing = /^exit \d+, nothing printed$/;
/** What is so on most hosts. */
const isWell = /^(?:succeeds|active|running|NOERROR with .*|status 2\d\d: .*)$|"status":"ok"/;

/** An error tells most, above all one that the others do not have; what is well tells nothing. */
const printed = (shown: Shown, incident: Incident, isAlone: (message: string) => boolean): number => {
  const { symptom, messages } = shown;
  if (!symptom.texts.some(({ about }) => about)) {
    if (isWell.test(symptom.answer)) return -6;
    return isNothing.test(symptom.answer) ? 0 : -1;
  }
  if (!messages.every(({ id }) => isAlone(id))) return -2;
  return isNamed(shown, incident) ? 4 : 2;
};

/** By such an error the reader came here, whatever the cause; an error of another kind may only follow. */
const atEntrance = (shown: Shown, incident: Incident, signs: readonly Sign[], isLast: boolean): number => {
  if (isLast) return isSigned(shown, signs) ? 3 : 0;
  const isError = shown.symptom.texts.some(({ about }) => about);
  return !isError || signs.length === 0 || isNamed(shown, incident) ? 0 : -3;
};

const wordyCommand = 30;
const wordiness = ({ symptom }: Shown): number =>
  Math.min(4, Math.floor(symptom.command.length / wordyCommand));

/** Titles of symptoms that not each host shows, or that change what the next command sees. */
const isLate = /^only where\b|\b(?:ask|type) it last\b/i;
