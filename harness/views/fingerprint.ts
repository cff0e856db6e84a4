import { type ProcedureRecord, phaseSeenBy } from "../journal/drill-record.ts";
import type { CheckOutcome } from "../journal/events.ts";
import type { Check } from "../scenario/check.ts";
import { matches } from "../scenario/evaluate-match.ts";
import type { EvaluationContext } from "../scenario/evaluation.ts";
import { firstLines } from "./visible.ts";

const mostLines = 3;

/** What the drill saw of a symptom; undefined when it did not come to look at it. */
export const symptomSeen = (record: ProcedureRecord, check: Check): CheckOutcome | undefined =>
  phaseSeenBy(record, "symptoms")?.checks.find(
    ({ required, outcome }) => required && outcome.title === check.title,
  )?.outcome;

/** What a command said of the incident: on stderr, when it wrote there. */
export const wordsOf = ({ observation: seen, got }: CheckOutcome): string => {
  if (seen.kind !== "command") return got;
  return seen.stderr.trim() === "" ? seen.stdout : seen.stderr;
};

/** Of what was printed, the lines that the symptom is about: the text for a search. */
export const linesAbout = ({ probe }: Check, printed: string, context: EvaluationContext): string => {
  if (probe.kind !== "command") return printed;
  const about = printed
    .trimEnd()
    .split("\n")
    .filter((line) => probe.expect.output.some(({ match }) => matches(match, line, context)));
  return about.length === 0 ? printed : about.join("\n");
};

/** The fingerprint in a few lines: "exit 125: Error: …"; what succeeded without a word is told as that. */
export const fingerprintOf = (check: Check, outcome: CheckOutcome, context: EvaluationContext): string[] => {
  const { observation: seen } = outcome;
  if (seen.kind !== "command") return [outcome.got];
  const asked = check.probe.kind === "command" && check.probe.expect.output.length > 0;
  // What a command prints that only has to succeed differs from host to host: it is no fingerprint.
  if (seen.exitCode === 0 && !asked) return ["succeeds"];
  const text = linesAbout(check, wordsOf(outcome), context).trim();
  const end = seen.exitCode === undefined ? `ended by ${seen.signal ?? "a signal"}` : `exit ${seen.exitCode}`;
  if (text === "") return [`${end}, nothing printed`];
  const { lines } = firstLines(text, mostLines);
  return seen.exitCode === 0 ? [...lines] : [`${end}: ${lines[0] ?? ""}`, ...lines.slice(1)];
};
