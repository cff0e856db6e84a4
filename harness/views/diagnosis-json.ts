import { adviceFor } from "../diagnosis/advice.ts";
import type { Diagnosis } from "../diagnosis/rank.ts";
import type { Telling } from "../diagnosis/scan.ts";
import { pageName } from "../variants/variant.ts";
import type { DiagnosisView } from "./diagnosis.ts";

const telling = ({ line, difference }: Telling) => ({
  line: line.number,
  text: line.text,
  how: difference.how,
});

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** The diagnosis as one JSON object on one line. */
export const diagnosisJson = (
  { lines, groups, strangers, moreStrangers }: Diagnosis,
  { index, runbookOf }: Pick<DiagnosisView, "index" | "runbookOf">,
): string => {
  const errors = groups.map((group) => ({
    causes: group.candidates.map((one) => ({
      scenario: one.entry.scenario,
      ...(one.entry.versions === undefined ? {} : { versions: one.entry.versions }),
      title: one.entry.title,
      cause: one.entry.cause,
      score: rounded(one.score),
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
      for: one.speaksFor.map(telling),
      against: one.speaksAgainst.map(telling),
      runbook: runbookOf(pageName(one.entry.scenario, one.entry.versions)) ?? null,
      drills: one.entry.drills,
      apart: adviceFor(one, group, index),
    })),
  }));
  const unknown = strangers.map(({ number, text, times }) => ({ line: number, text, times }));
  return `${JSON.stringify({ type: "diagnosis", lines, errors, unknown, moreUnknown: moreStrangers })}\n`;
};
