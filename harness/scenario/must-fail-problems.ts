import { laterParts, placeOfFailure, recoveriesOf } from "./must-fail.ts";
import type { Procedure, Scenario } from "./scenario.ts";

const isText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";

/** What is wrong with the procedures that must fail: the place, the reason, and that no recovery is left. */
export const mustFailProblems = (scenario: Scenario): string[] => [
  ...Object.entries(scenario.procedures).flatMap(([id, one]) =>
    ofProcedure(scenario, one).map((problem) => `procedure ${id} › mustFail${problem}`),
  ),
  ...(Object.keys(scenario.procedures).length > 0 &&
  Object.keys(recoveriesOf(scenario.procedures)).length === 0
    ? ["procedures: all of them must fail, so no procedure recovers"]
    : []),
];

const ofProcedure = (scenario: Scenario, procedure: Procedure): string[] => {
  const { mustFail } = procedure;
  if (mustFail === undefined) return [];
  if (typeof mustFail !== "object" || mustFail === null) {
    return [': is not a place and a reason; write { at: "checklist", because: "…" }'];
  }
  return [
    ...(isText(mustFail.because) ? [] : [" › because: is not a sentence; say why it fails there"]),
    ...placeProblems(scenario, procedure, mustFail.at),
    ...(Object.keys(procedure.loses).length === 0
      ? []
      : [": a procedure that must fail declares no losses, because they are measured; remove `loses`"]),
  ];
};

const placeProblems = (scenario: Scenario, procedure: Procedure, at: unknown): string[] => {
  const titles = procedure.steps.map(({ title }) => title);
  const place = placeOfFailure(procedure);
  if (place === undefined) {
    const named = typeof at === "string" ? JSON.stringify(at) : "what it names";
    const steps = titles.map((title) => JSON.stringify(title)).join(", ");
    return [
      ` › at: ${named} is no step of this procedure (it has ${steps}); write one of them, or ${laterParts.join(", ")}`,
    ];
  }
  if (place.phase !== "recovery" && titles.includes(place.phase)) {
    return [` › at: "${place.phase}" is a phase and a step of this procedure; give the step another title`];
  }
  if (place.phase === "endurance" && scenario.endurance.length + procedure.endurance.length === 0) {
    return [" › at: neither the scenario nor the procedure has an endurance to fail in"];
  }
  return place.phase === "losses" && scenario.losses.length === 0
    ? [" › at: the scenario counts no losses, so nothing can fail there"]
    : [];
};
