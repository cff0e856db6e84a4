import { drillKinds, machineKinds } from "./machine-kind.ts";
import type { Scenario } from "./scenario.ts";

const isListOfReasons = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Of a scenario and its procedures: the kinds of machine that they cannot be on must be told with reasons. */
export const reasonShapeProblems = (scenario: Scenario): string[] =>
  [
    ["notOn", scenario.notOn] as const,
    ...Object.entries(scenario.procedures ?? {}).map(
      ([id, procedure]) => [`procedure ${id} › notOn`, procedure.notOn] as const,
    ),
  ]
    .filter(([, notOn]) => !isListOfReasons(notOn))
    .map(([where]) => `${where}: is not a list of reasons; write { container: "why not" }`);

/** What is wrong with the kinds that are named, and whether one is left to drill on. */
export const kindProblems = (scenario: Scenario): string[] => [
  ...namedKindProblems("notOn", scenario.notOn),
  ...(kindsLeft(scenario.notOn).length === 0 ? ["notOn: no kind of machine is left to drill on"] : []),
  ...Object.entries(scenario.procedures).flatMap(([id, { notOn }]) => [
    ...namedKindProblems(`procedure ${id} › notOn`, notOn),
    ...(kindsLeft(notOn).length === 0 || kindsLeft({ ...scenario.notOn, ...notOn }).length === 0
      ? [`procedure ${id} › notOn: no kind of machine is left to carry it out on`]
      : []),
  ]),
];

const kindsLeft = (notOn: Scenario["notOn"]): readonly string[] =>
  drillKinds.filter((kind) => !Object.hasOwn(notOn, kind));

const namedKindProblems = (where: string, notOn: Scenario["notOn"]): string[] =>
  Object.entries(notOn).flatMap(([kind, reason]) => [
    ...(machineKinds.some((one) => one === kind)
      ? []
      : [`${where}: there is no kind of machine "${kind}" (there is ${drillKinds.join(", ")})`]),
    ...(typeof reason === "string" && reason.trim() !== "" ? [] : [`${where} › ${kind}: has no reason`]),
  ]);
