import { actionDefinition } from "./action.ts";
import type { Scenario } from "./scenario.ts";
import type { Step } from "./step.ts";
import { termProblems } from "./terms.ts";
import { checksOf, stepsOf } from "./walk.ts";

export const empty = (value: string): boolean => value.trim() === "";

export const duplicates = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];

/** What steps and checks lack: titles, reasons, verifications, names for the real platform. */
export const stepProblems = (scenario: Scenario): string[] => [
  ...stepsOf(scenario).flatMap(({ where, value }) => [
    ...(empty(value.title) ? [`${where}: has no title`] : []),
    ...(empty(value.why ?? "") ? [`${where} (${value.title}): has no why`] : []),
    ...(value.run.length === 0 ? [`${where} (${value.title}): runs nothing`] : []),
    ...(value.verify.length === 0
      ? [`${where} (${value.title}): verifies nothing, so a failure would not be detected`]
      : []),
    ...noteProblems(where, value),
    ...termProblems(where, value),
  ]),
  ...checksOf(scenario)
    .filter(({ value }) => empty(value.title))
    .map(({ where }) => `${where}: has no title`),
  ...Object.entries(scenario.procedures).flatMap(([id, procedure]) =>
    termProblems(`procedure ${id}`, procedure),
  ),
  ...Object.entries(scenario.procedures).flatMap(([id, procedure]) =>
    duplicates(procedure.steps.map((step) => step.title)).map(
      (title) => `procedure ${id}: two steps are named "${title}"`,
    ),
  ),
  ...Object.entries(scenario.procedures).flatMap(([id, procedure]) =>
    procedure.steps.flatMap((step, index) => handProblems(`procedure ${id} › step ${index + 1}`, step)),
  ),
];

const noteProblems = (where: string, { onThePlatform: note }: Step): string[] =>
  note === undefined || (typeof note === "string" && !empty(note))
    ? []
    : [
        `${where}: onThePlatform is not a sentence; say what the real platform has in its place, or leave it out`,
      ];

/** A page's reader types what a procedure runs. */
const handProblems = (where: string, { run }: Step): string[] =>
  run.flatMap((action, index) => {
    const wrong = actionDefinition(action.kind).problem?.(action, "typed step");
    return wrong === undefined ? [] : [`${where} › action ${index + 1}: ${wrong}`];
  });
