import type { Check } from "../scenario/check.ts";
import { placeOfFailure, placeWords } from "../scenario/must-fail.ts";
import { requirementsOf } from "../scenario/requirements.ts";
import type { Procedure, Scenario } from "../scenario/scenario.ts";
import { termsOf } from "../scenario/terms.ts";
import type { Phase } from "./phase.ts";

const withinMs = 15_000;

/** What must hold before a recovery held, and every step of the procedure has run and was verified. */
export const recovery: Phase<"recovery"> = {
  name: "recovery",
  work: (scenario, procedure) => ({
    steps: procedure.steps,
    checks: [...requirementsOf(scenario, procedure), ...scenario.preconditions],
  }),
  run: async (drill, { steps, checks }) => {
    await drill.requireAll(checks, withinMs);
    await drill.runSteps(steps, drill.withoutSteps);
  },
  failure: { verdict: "failed" },
  isSampled: true,
  words: { unit: "step", tells: "steps", checksBefore: "precondition" },
  plan: (scenario) => [
    { title: "before the recovery", items: scenario.preconditions },
    ...Object.entries(scenario.procedures).map(([id, procedure]) => ({
      title: `${procedure.mustFail === undefined ? "recovery" : "no recovery"}, procedure ${id}: ${procedure.title}`,
      procedure,
      items: [
        ...mustFailLine(procedure),
        ...termLines(procedure),
        ...needLines(scenario, procedure),
        ...procedure.steps,
        ...Object.entries(procedure.loses).map(([lost, why]) => `loses ${lost}: ${why}`),
        ...(procedure.endurance.length === 0
          ? []
          : ["lasting, after the checklist:", ...procedure.endurance]),
      ],
    })),
  ],
};

const termLines = (procedure: Procedure): string[] => {
  const { lasts, interactive, needs } = termsOf(procedure);
  return [
    ...(needs === undefined ? [] : [`it needs ${needs}, which the platform does not have today`]),
    ...(lasts === undefined ? [] : [`it lasts only ${lasts}`]),
    ...(interactive === undefined ? [] : [`it needs a person, who must ${interactive}`]),
  ];
};

const needLines = (scenario: Scenario, procedure: Procedure): (string | Check)[] => {
  const needs = requirementsOf(scenario, procedure);
  return needs.length === 0 ? [] : ["it needs, before its first step:", ...needs];
};

const mustFailLine = (procedure: Procedure): string[] => {
  const place = placeOfFailure(procedure);
  return place === undefined
    ? []
    : [`must fail at ${placeWords(place)}: ${procedure.mustFail?.because ?? ""}`];
};
