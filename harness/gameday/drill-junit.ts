import picocolors from "picocolors";
import {
  type DrillRecord,
  type EventOf,
  type PhaseRecord,
  type ProcedureRecord,
  recordOf,
  type StepRecord,
} from "../journal/drill-record.ts";
import type { JournalEvent } from "../journal/events.ts";
import { factLines } from "../views/message-block.ts";
import { mustFailWords } from "../views/must-fail-words.ts";
import { startWords } from "../views/start-words.ts";
import { junitText, type TestCase, type TestSuite } from "./junit-text.ts";

/** A journal as JUnit XML: a suite for each procedure, a test for each step and check; green only if all verified. */
export const renderJUnit = (events: readonly JournalEvent[]): string => {
  const record = recordOf(events);
  const suites = record.procedures.map((one) => suite(record, one));
  const drill = drillTrouble(record);
  const all = drill === undefined ? suites : [...suites, drill];
  return junitText(record.started.scenario, all);
};

const suite = (record: DrillRecord, procedure: ProcedureRecord): TestSuite => {
  const scenario = record.started.scenario;
  const cases = procedure.phases.flatMap((phase) => casesOf(scenario, procedure, phase));
  const untold = procedure.failures.filter((failure) => !toldBy(procedure, failure));
  const missing =
    cases.some(({ trouble }) => trouble) || untold.length > 0 ? [] : notVerified(scenario, procedure);
  const all = [
    ...cases,
    ...asItMust(scenario, procedure),
    ...untold.map((failure) => caseOfFailure(scenario, failure)),
    ...missing,
  ];
  const { startedFrom } = procedure;
  const { whyKind } = record.started;
  const properties = {
    ...(whyKind === undefined ? {} : { "kind-of-machine": whyKind }),
    ...(startedFrom === undefined ? {} : { "started-from": startWords(startedFrom) }),
  };
  return {
    name: `${scenario} ${procedure.id}`,
    cases: all,
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
  };
};

const casesOf = (scenario: string, procedure: ProcedureRecord, phase: PhaseRecord): TestCase[] => {
  const className = `${scenario}.${procedure.id}.${phase.phase}`;
  const failure = procedure.failures.find(({ at }) => at.phase === phase.phase);
  const cases = [
    ...phase.steps.map((step) => stepCase(className, step, failure)),
    // A check that was only observed asserts nothing.
    ...phase.checks.filter(({ required }) => required).map((check) => checkCase(className, check, failure)),
  ];
  return procedure.expectedFailure?.at.phase === phase.phase ? cases.map(withoutTrouble) : cases;
};

/** The failure that was expected, as a test that passed. */
const asItMust = (scenario: string, { id, mustFail, expectedFailure }: ProcedureRecord): TestCase[] =>
  mustFail === undefined || expectedFailure === undefined
    ? []
    : [
        {
          className: `${scenario}.${id}.${mustFail.phase}`,
          name: `${mustFailWords(mustFail)} (${expectedFailure.headline})`,
          ms: 0,
        },
      ];

/** What went wrong where the procedure must fail, and is no trouble. */
const withoutTrouble = ({ trouble, ...one }: TestCase): TestCase =>
  trouble === undefined ? one : { ...one, name: `${one.name}: fails, as it must` };

const stepCase = (className: string, step: StepRecord, failure: EventOf<"failure"> | undefined): TestCase => {
  const base = { className, name: `${step.number}. ${step.title}`, ms: step.durationMs ?? 0 };
  if (step.ok === true) return base;
  const message = failure?.headline ?? (step.ok === undefined ? "it did not end" : "it failed");
  return { ...base, trouble: { kind: kindOf(failure), message, text: failure ? block(failure) : message } };
};

/** A failure of the machine, the channel or drillbook itself is an error. */
const kindOf = (failure: EventOf<"failure"> | undefined): "failure" | "error" =>
  failure?.code === "expectation-failed" ? "failure" : "error";

const checkCase = (
  className: string,
  { outcome, waitedMs }: EventOf<"check-ended">,
  failure: EventOf<"failure"> | undefined,
): TestCase => {
  const base = { className, name: outcome.title, ms: waitedMs };
  if (outcome.ok) return base;
  const own = failure?.facts["claimed"] === outcome.title ? block(failure) : "";
  const facts = { command: outcome.command, expected: outcome.expected, got: outcome.got };
  const text = own === "" ? factLines({ headline: "", facts }, "", style).join("\n") : own;
  return { ...base, trouble: { kind: "failure", message: `${outcome.title}: ${outcome.got}`, text } };
};

const style = { colors: picocolors.createColors(false), columns: 200 };

const block = (failure: EventOf<"failure">): string =>
  [failure.headline, ...factLines(failure, "  ", style)].join("\n");

/** Whether a step or a check of its phase already reports the failure. */
const toldBy = (procedure: ProcedureRecord, { at }: EventOf<"failure">): boolean =>
  procedure.phases
    .filter(({ phase }) => phase === at.phase)
    .some(
      ({ steps, checks }) =>
        steps.some(({ ok }) => ok !== true) ||
        checks.some(({ required, outcome }) => required && !outcome.ok),
    );

const caseOfFailure = (scenario: string, failure: EventOf<"failure">): TestCase => ({
  className: `${scenario}.${failure.at.procedure}.${failure.at.phase}`,
  name: failure.headline,
  ms: 0,
  trouble: {
    kind: kindOf(failure),
    message: failure.headline,
    text: block(failure),
  },
});

const notVerified = (scenario: string, { id, ended }: ProcedureRecord): TestCase[] => {
  if (ended?.verdict === "verified") return [];
  const end = ended === undefined ? "the procedure did not end" : `the procedure ended ${ended.verdict}`;
  const message = ended?.reason ?? end;
  const kind = ended?.verdict === "skipped" ? "skipped" : "error";
  return [
    {
      className: `${scenario}.${id}`,
      name: "is verified",
      ms: 0,
      trouble: { kind, message, text: message },
    },
  ];
};

/** A drill that failed, or did not end, outside its procedures. */
const drillTrouble = ({ started, procedures, ended }: DrillRecord): TestSuite | undefined => {
  const toldByOne = procedures.some(
    (one) => one.ended?.verdict !== "verified" && one.ended?.verdict !== "skipped",
  );
  const allSkipped = procedures.length > 0 && ended?.verdict === "skipped";
  if (ended?.verdict === "verified" || allSkipped) return undefined;
  if (ended !== undefined && toldByOne) return undefined;
  const kind = ended?.verdict === "skipped" ? "skipped" : "error";
  const end = ended === undefined ? "the drill did not end" : `the drill ended ${ended.verdict}`;
  const message = ended?.reason ?? end;
  const trouble = { kind, message, text: message } as const;
  return {
    name: started.scenario,
    cases: [{ className: started.scenario, name: "the drill ends", ms: 0, trouble }],
  };
};
