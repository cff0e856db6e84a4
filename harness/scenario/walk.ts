import type { Action } from "./action.ts";
import type { Check } from "./check.ts";
import type { Scenario } from "./scenario.ts";
import type { Step } from "./step.ts";

/** Where a value stands in a scenario, for messages: "procedure recreate › step 2". */
export type Found<T> = { readonly where: string; readonly value: T };

const numbered = (where: string, steps: readonly Step[]): Found<Step>[] =>
  steps.map((value, index) => ({ where: `${where} › step ${index + 1}`, value }));

export const stepsOf = (scenario: Scenario): Found<Step>[] => [
  ...numbered("rig setup", scenario.rig.setup),
  ...numbered("fault", scenario.fault),
  ...Object.entries(scenario.procedures).flatMap(([id, one]) => [
    ...numbered(`procedure ${id}`, one.steps),
    ...numbered(`procedure ${id} › endurance`, one.endurance),
  ]),
  ...numbered("endurance", scenario.endurance),
];

const listed = (where: string, checks: readonly Check[]): Found<Check>[] =>
  checks.map((value, index) => ({ where: `${where} › check ${index + 1}`, value }));

export const checksOf = (scenario: Scenario): Found<Check>[] => [
  ...listed("rig samples", scenario.rig.samples),
  ...listed("steady", scenario.steady),
  ...listed("breaks", scenario.breaks),
  ...listed("symptoms", scenario.symptoms),
  ...listed("preconditions", scenario.preconditions),
  ...Object.entries(scenario.procedures).flatMap(([id, { requires = [] }]) =>
    listed(`procedure ${id} › requires`, requires),
  ),
  ...listed("checklist", scenario.checklist),
  ...stepsOf(scenario).flatMap((found) => listed(`${found.where} › verify`, found.value.verify)),
];

export const actionsOf = (scenario: Scenario): Found<Action>[] => [
  ...scenario.rig.machines.flatMap((machine) =>
    machine.provision.map((value, index) => ({
      where: `machine ${machine.name} › provision ${index + 1}`,
      value,
    })),
  ),
  ...stepsOf(scenario).flatMap((found) =>
    found.value.run.map((value, index) => ({ where: `${found.where} › action ${index + 1}`, value })),
  ),
  ...stepsOf(scenario).flatMap(({ where, value: { otherwise } }) =>
    (otherwise?.undo ?? []).map((value, index) => ({
      where: `${where} › otherwise › undo ${index + 1}`,
      value,
    })),
  ),
  ...scenario.losses.map((loss) => ({ where: `loss ${loss.id}`, value: loss.items as Action })),
];

/** @throws TypeError always: an interpreter met a kind that it does not know */
export const unknownKind = (value: never): never => {
  throw new TypeError(`unknown kind: ${JSON.stringify((value as { kind?: unknown }).kind ?? value)}`);
};
