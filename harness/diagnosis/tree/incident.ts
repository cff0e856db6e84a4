import type { Versions } from "../../variants/versions.ts";
import { messages } from "../catalogue/catalogue.ts";
import type { Message } from "../catalogue/message.ts";
import { visibleLine } from "../clean-line.ts";
import { messagesIn } from "../evidence.ts";
import type { IndexEntry, SeenDifference, SeenSymptom, SeenText } from "../index-entry.ts";
import { isEvidence, keyOfText } from "../known-texts.ts";

/** A symptom, and what of it is the same in other incidents. */
export type Shown = {
  readonly symptom: SeenSymptom;
  /** The command, without what only forms its output. */
  readonly question: string;
  /** What it answered: each line that it is about, in each of its variants, or all of it. */
  readonly answers: readonly string[];
  /** The catalogue's messages that it is about. */
  readonly messages: readonly Message[];
};

/** A scenario with a page, or with one more for each version that has its own commands. */
export type Incident = {
  readonly id: string;
  readonly pages: readonly { readonly title: string; readonly versions: Versions }[];
  readonly shown: readonly Shown[];
  readonly tellsApart: readonly SeenDifference[];
  /** The lines that it prints, by their words. */
  readonly keys: ReadonlySet<string>;
};

/** The incidents of an index, in its order. */
export const incidentsOf = (index: readonly IndexEntry[]): Incident[] =>
  [...new Set(index.map(({ scenario }) => scenario))].map((id) => {
    const entries = index
      .filter(({ scenario }) => scenario === id)
      .toSorted((a, b) => Object.keys(a.versions ?? {}).length - Object.keys(b.versions ?? {}).length);
    const symptoms = entries.flatMap((one) => one.symptoms);
    return {
      id,
      pages: entries.map(({ title, versions = {} }) => ({ title, versions })),
      shown: symptoms.map(shownBy),
      tellsApart: entries.flatMap((one) => one.tellsApart),
      keys: new Set(
        symptoms.flatMap(({ texts }) =>
          texts.filter(({ about, text }) => about && isEvidence(text)).map((text) => keyOfText(text)),
        ),
      ),
    };
  });

const shownBy = (symptom: SeenSymptom): Shown => {
  const about = symptom.texts.filter((one) => one.about);
  return {
    symptom,
    question: questionOf(symptom.command),
    answers: about.length === 0 ? [answerOf(symptom.answer)] : about.map(answerOfText),
    messages: about.flatMap(({ text }) =>
      messagesIn(visibleLine(text), messages).map(({ message }) => message),
    ),
  };
};

/** What is the same in a line whenever it is printed. */
export const answerOfText = (text: SeenText): string => keyOfText(text) || spaced(text.text);

const spaced = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

const questionOf = (command: string): string =>
  command.startsWith("dig ") ? command.replaceAll(/ \+\S+/g, "") : command;

/** A server that is not there refuses or stays silent, as the moment has it. */
export const noAnswer = /^(?:unreachable|timeout): /;

const answerOf = (answer: string): string => (noAnswer.test(answer) ? "no answer" : spaced(answer));

/** What more incidents than this print tells none of them. */
const mostThatPrint = 5;

/** Other incidents that print the same, or of which one says how it differs from the other; in order of the index. */
export const alikeOf = (incident: Incident, all: readonly Incident[]): Incident[] => {
  const shared = [...incident.keys].flatMap((key) => {
    const printing = all.filter(({ keys }) => keys.has(key));
    return printing.length > mostThatPrint ? [] : printing;
  });
  return all.filter(
    (other) =>
      other !== incident &&
      (shared.includes(other) || isToldFrom(incident, other) || isToldFrom(other, incident)),
  );
};

/** Whether the scenario says how it differs from the other one. */
export const isToldFrom = ({ tellsApart }: Incident, other: Incident): boolean =>
  tellsApart.some(({ from }) => from === other.id);
