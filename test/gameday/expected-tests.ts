import {
  type EventOf,
  type PhaseRecord,
  type ProcedureRecord,
  phaseSeenBy,
} from "#harness/journal/drill-record.ts";
import type { Phase } from "#harness/journal/events.ts";
import type { Check } from "#harness/scenario/check.ts";
import type { Scenario } from "#harness/scenario/scenario.ts";
import type { Step } from "#harness/scenario/step.ts";

/** A test of the game day: its name, and what is wrong with the journal, if anything is. */
export type ExpectedTest = {
  readonly name: string;
  readonly problem: (run: ProcedureRecord) => string | undefined;
};

/** Everything that a drill of this procedure must have done, known before it runs. */
export const expectedTests = (scenario: Scenario, procedure: string): ExpectedTest[] => [
  ...ofPhase("prepare", scenario.rig.setup, []),
  ...ofPhase("steady", [], scenario.steady),
  ...ofPhase("fault", scenario.fault, []),
  ...ofPhase("symptoms", [], scenario.symptoms),
  ...ofPhase("recovery", scenario.procedures[procedure]?.steps ?? [], scenario.preconditions),
  ...ofPhase("checklist", [], scenario.checklist),
  ...ofPhase("endurance", scenario.endurance, []),
  ...ofPhase("losses", [], []),
];

const ofPhase = (phase: Phase, steps: readonly Step[], checks: readonly Check[]): ExpectedTest[] => [
  ...checks.map((check) => ({
    name: `${phase} › ${check.title}`,
    problem: (run: ProcedureRecord) => checkProblem(phaseSeenBy(run, phase)?.checks ?? [], check),
  })),
  ...steps.map((step, index) => ({
    name: `${phase} › step ${index + 1}: ${step.title}`,
    problem: (run: ProcedureRecord) => {
      const seen = phaseSeenBy(run, phase);
      if (seen?.how === "looked-at") return lookedAtProblem(seen, step);
      const found = seen?.steps.find((one) => one.number === index + 1);
      if (found?.ok === undefined) return "the drill did not come to it";
      return found.ok ? undefined : "it failed";
    },
  })),
  {
    name: `${phase} ends well`,
    problem: (run: ProcedureRecord) => {
      const found = phaseSeenBy(run, phase);
      if (found?.ok === undefined) return "the drill did not come to it";
      return found.ok ? undefined : "it failed";
    },
  },
];

/** The step was done before the machines were saved: what it verifies still holds. */
const lookedAtProblem = ({ checks }: PhaseRecord, { verify }: Step): string | undefined =>
  verify.map((check) => checkProblem(checks, check)).find((problem) => problem !== undefined);

const checkProblem = (ended: readonly EventOf<"check-ended">[], check: Check): string | undefined => {
  const found = ended.filter((one) => one.required && one.outcome.title === check.title).at(-1);
  if (!found) return "the drill did not look at it";
  return found.outcome.ok ? undefined : `expected ${found.outcome.expected}, got ${found.outcome.got}`;
};

/** The first failure of the run, as lines. */
export const blockOf = (run: ProcedureRecord): string | undefined => {
  const failure = run.failures[0];
  if (!failure) return undefined;
  return [failure.headline, ...Object.entries(failure.facts).map(([key, value]) => `${key}: ${value}`)].join(
    "\n",
  );
};
