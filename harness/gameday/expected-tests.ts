import { type EventOf, type ProcedureRecord, phaseSeenBy } from "../journal/drill-record.ts";
import { type DrilledPhase, phases, workOf } from "../phases/index.ts";
import type { PhaseWork } from "../phases/phase.ts";
import type { Check } from "../scenario/check.ts";
import { placeOfFailure, placeWords } from "../scenario/must-fail.ts";
import type { Procedure, Scenario } from "../scenario/scenario.ts";
import type { Step } from "../scenario/step.ts";

/** The journal's result of one test. */
export type Seen = {
  /** Absent when it passed. */
  readonly problem?: string;
  /** Its duration in this procedure's drill; 0 when another procedure's drill did it. */
  readonly tookMs: number;
};

/** A test of the game day: its name, and its result from the journal. */
type ExpectedTest = { readonly name: string; readonly seenIn: (run: ProcedureRecord) => Seen };

type Tested = Pick<Procedure, "steps" | "endurance" | "mustFail">;

/** Everything that a drill of this procedure must have done, known before it runs. */
export const expectedTests = (scenario: Scenario, procedure: Tested): ExpectedTest[] =>
  testsOf(scenario, procedure).map(({ name, seenIn }) => ({
    name,
    seenIn: (run) => notBegun(run) ?? seenIn(run),
  }));

/** Of a procedure that was not begun, the journal has the reason alone. */
const notBegun = ({ ended }: ProcedureRecord): Seen | undefined =>
  ended?.reason === undefined ? undefined : { problem: ended.reason, tookMs: 0 };

const testsOf = (scenario: Scenario, procedure: Tested): ExpectedTest[] => {
  const place = placeOfFailure(procedure);
  const ofWhole = ({ name }: DrilledPhase, work: PhaseWork) => [...ofPhase(name, work), endOf(name)];
  if (place === undefined) {
    return phases.flatMap((phase) => ofWhole(phase, workOf(phase, scenario, procedure)));
  }
  return phases.flatMap((phase) => {
    const isThere = phase.name === place.phase;
    const isBefore = phases.indexOf(phase) < phases.findIndex(({ name }) => name === place.phase);
    const work = workOf(phase, scenario, procedure);
    if (isBefore) return ofWhole(phase, work);
    if (!isThere) return phase.measure === undefined ? [] : [endOf(phase.name)];
    const done = place.step === undefined ? [] : ofPhase(phase.name, before(work, place.step));
    return [...done, failsThere(procedure)];
  });
};

/** What a phase holds until one of its steps fails. */
const before = ({ steps, ...work }: PhaseWork, step: number): PhaseWork => ({
  ...work,
  steps: steps.slice(0, step - 1),
});

const failsThere = (procedure: Tested): ExpectedTest => {
  const place = placeOfFailure(procedure);
  const where = place === undefined ? "" : placeWords(place);
  return {
    name: `fails at ${where}, as it must: ${procedure.mustFail?.because ?? ""}`,
    seenIn: ({ expectedFailure }) =>
      expectedFailure === undefined ? { problem: "it did not fail there", tookMs: 0 } : { tookMs: 0 },
  };
};

type Name = DrilledPhase["name"];

const ofPhase = (phase: Name, { steps, checks }: PhaseWork): ExpectedTest[] => [
  ...checks.map((check) => ({
    name: checkName(phase, check.title),
    seenIn: (run: ProcedureRecord) => checkSeen(run, phase, check),
  })),
  ...steps.map((step, index) => ({
    name: stepName(phase, index + 1, step.title),
    seenIn: (run: ProcedureRecord) => stepSeen(run, phase, step, index + 1),
  })),
];

const endOf = (phase: Name): ExpectedTest => ({
  name: phaseName(phase),
  seenIn: (run) =>
    ended(
      phaseSeenBy(run, phase),
      run.phases.some((one) => one.phase === phase),
    ),
});

export const checkName = (phase: string, title: string): string => `${phase} › ${title}`;
export const stepName = (phase: string, number: number, title: string): string =>
  `${phase} › step ${number}: ${title}`;
export const phaseName = (phase: string): string => `${phase} ends well`;

const notReached = "the drill did not reach it";
const notLookedAt = "the drill did not look at it";

/** The failure was in an earlier step or phase. */
export const isOnlyMissing = (problem: string): boolean => [notReached, notLookedAt].includes(problem);

/** A step or a phase; one that ran for another procedure takes this one no time. */
const ended = (
  found: { readonly ok?: boolean; readonly durationMs?: number } | undefined,
  isOwn: boolean,
): Seen => {
  const tookMs = isOwn ? (found?.durationMs ?? 0) : 0;
  if (found?.ok === undefined) return { problem: notReached, tookMs };
  return found.ok ? { tookMs } : { problem: "it failed", tookMs };
};

const stepSeen = (run: ProcedureRecord, phase: Name, step: Step, number: number): Seen => {
  const seen = phaseSeenBy(run, phase);
  if (seen?.how === "looked-at") return lookedAt(run, phase, step);
  return ended(
    seen?.steps.find((one) => one.number === number),
    run.phases.some((one) => one.phase === phase),
  );
};

/** The step ran before the machines were saved; its checks must still hold, and are evaluated together. */
const lookedAt = (run: ProcedureRecord, phase: Name, { verify }: Step): Seen => {
  const all = verify.map((check) => checkSeen(run, phase, check));
  const problem = all.find((one) => one.problem !== undefined)?.problem;
  const tookMs = Math.max(0, ...all.map((one) => one.tookMs));
  return problem === undefined ? { tookMs } : { problem, tookMs };
};

const checkSeen = (run: ProcedureRecord, phase: Name, check: Check): Seen => {
  const found = lastLook(phaseSeenBy(run, phase)?.checks ?? [], check);
  if (!found) return { problem: notLookedAt, tookMs: 0 };
  const tookMs = run.phases.some((one) => one.phase === phase) ? found.waitedMs : 0;
  const { ok, expected, got } = found.outcome;
  return ok ? { tookMs } : { problem: `expected ${expected}, got ${got}`, tookMs };
};

const lastLook = (looks: readonly EventOf<"check-ended">[], { title }: Check) =>
  looks.filter(({ required, outcome }) => required && outcome.title === title).at(-1);
