import { adviceFor } from "../diagnosis/advice.ts";
import type { Evidence } from "../diagnosis/evidence.ts";
import type { Candidate, Diagnosis, Group, Hint } from "../diagnosis/rank.ts";
import type { Telling } from "../diagnosis/scan.ts";
import { pageName } from "../variants/variant.ts";
import type { DiagnosisView } from "./diagnosis.ts";

type View = Pick<DiagnosisView, "index" | "runbookOf">;

const telling = ({ line, difference }: Telling) => ({
  line: line.number,
  text: line.text,
  how: difference.how,
});

const message = ({ line, message: { id }, values }: Evidence) => ({
  line: line.number,
  text: line.text,
  times: line.times,
  message: id,
  values,
});

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

const cause = (one: Candidate, group: Group, { index, runbookOf }: View) => ({
  cause: one.id,
  scenario: one.entry?.scenario ?? null,
  ...(one.entry?.versions === undefined ? {} : { versions: one.entry.versions }),
  title: one.title,
  certainty: one.certainty,
  score: rounded(one.score),
  ...(one.question === undefined ? {} : { question: one.question }),
  messages: one.evidence.map(message),
  ...(one.entry === undefined
    ? {}
    : {
        symptoms: { found: one.found, of: one.of },
        lines: one.hits.map(({ line, known, fit }) => ({
          line: line.number,
          text: line.text,
          times: line.times,
          symptom: known.symptom.title,
          fit: rounded(fit),
          about: known.text.about,
          seen: known.text.seen,
        })),
        drilled: { title: one.entry.title, cause: one.entry.cause, drills: one.entry.drills },
      }),
  for: one.speaksFor.map(telling),
  against: [...one.speaksAgainst.map(telling), ...one.against.map(message)],
  runbook:
    one.entry === undefined ? null : (runbookOf(pageName(one.entry.scenario, one.entry.versions)) ?? null),
  apart: adviceFor(one, group, index),
});

const hint = ({ line, after, next, drilled }: Hint, { index, runbookOf }: View) => ({
  line: line.number,
  text: line.text,
  times: line.times,
  ...(after === undefined ? {} : { after }),
  next: next.map((one) => ({
    cause: one.id,
    title: one.title,
    question: one.question,
    runbook: index.some(({ scenario }) => scenario === one.id) ? (runbookOf(one.id) ?? null) : null,
  })),
  drilled,
});

/** The diagnosis as one JSON object on one line. */
export const diagnosisJson = (
  { lines, groups, hints, strangers, moreStrangers }: Diagnosis,
  view: View,
): string => {
  const errors = groups.map((group) => ({
    causes: group.candidates.map((one) => cause(one, group, view)),
  }));
  const unknown = strangers.map(({ number, text, times }) => ({ line: number, text, times }));
  return `${JSON.stringify({
    type: "diagnosis",
    lines,
    errors,
    hints: hints.map((one) => hint(one, view)),
    unknown,
    moreUnknown: moreStrangers,
  })}\n`;
};
