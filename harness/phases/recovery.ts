import { placeOfFailure, placeWords } from "../scenario/must-fail.ts";
import type { Procedure } from "../scenario/scenario.ts";
import type { Phase } from "./phase.ts";

const withinMs = 15_000;

/** What must hold before a recovery held, and every step of the procedure has run and was verified. */
export const recovery: Phase<"recovery"> = {
  name: "recovery",
  work: ({ preconditions }, { steps }) => ({ steps, checks: preconditions }),
  run: async (drill, { steps, checks }) => {
    await drill.requireAll(checks, withinMs);
    await drill.runSteps(steps, drill.withoutSteps);
  },
  failure: { verdict: "failed" },
  isSampled: true,
  words: { unit: "step", tells: "steps", checksBefore: "precondition" },
  plan: ({ preconditions, procedures }) => [
    { title: "before the recovery", items: preconditions },
    ...Object.entries(procedures).map(([id, procedure]) => ({
      title: `${procedure.mustFail === undefined ? "recovery" : "no recovery"}, procedure ${id}: ${procedure.title}`,
      procedure,
      items: [
        ...mustFailLine(procedure),
        ...procedure.steps,
        ...Object.entries(procedure.loses).map(([lost, why]) => `loses ${lost}: ${why}`),
        ...(procedure.endurance.length === 0
          ? []
          : ["lasting, after the checklist:", ...procedure.endurance]),
      ],
    })),
  ],
};

const mustFailLine = (procedure: Procedure): string[] => {
  const place = placeOfFailure(procedure);
  return place === undefined
    ? []
    : [`must fail at ${placeWords(place)}: ${procedure.mustFail?.because ?? ""}`];
};
