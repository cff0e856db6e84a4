import { packages } from "../variants/packages.ts";
import { machineKinds } from "./machine-kind.ts";
import type { Procedure, Scenario } from "./scenario.ts";

const podmanVersions = packages.podman.versions;

type Reasons = Readonly<Partial<Record<string, string>>>;
type Excluding = Pick<Procedure, "notOn" | "notWith">;

const isListOfReasons = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A scenario and its procedures, with the words that stand before what is wrong with each. */
const parts = (scenario: Scenario): (readonly [string, Excluding])[] => [
  ["", scenario],
  ...Object.entries(scenario.procedures ?? {}).map(([id, one]) => [`procedure ${id} › `, one] as const),
];

/** What a scenario or a procedure cannot be on, or with, must be told with reasons. */
export const reasonShapeProblems = (scenario: Scenario): string[] =>
  parts(scenario).flatMap(([where, { notOn, notWith = {} }]) => [
    ...(isListOfReasons(notOn)
      ? []
      : [`${where}notOn: is not a list of reasons; write { container: "why not" }`]),
    ...(isListOfReasons(notWith)
      ? []
      : [`${where}notWith: is not a list of reasons; write { "4.3": "why not" }`]),
  ]);

/** What is wrong with the kinds and versions that are named, and whether one is left to drill on. */
export const kindProblems = (scenario: Scenario): string[] =>
  parts(scenario).flatMap(([where, { notOn, notWith = {} }]) => {
    const whole = where === "";
    const left = <T extends string>(all: readonly T[], own: Reasons, ofAll: Reasons): boolean =>
      all.some((one) => !Object.hasOwn(own, one) && (whole || !Object.hasOwn(ofAll, one)));
    return [
      ...namedProblems(`${where}notOn`, notOn, "kind of machine", machineKinds),
      ...(left(machineKinds, notOn, scenario.notOn)
        ? []
        : [`${where}notOn: no kind of machine is left to ${whole ? "drill on" : "carry it out on"}`]),
      ...namedProblems(`${where}notWith`, notWith, "version of podman", podmanVersions),
      ...(left(podmanVersions, notWith, scenario.notWith ?? {})
        ? []
        : [`${where}notWith: no version of podman is left to ${whole ? "drill with" : "carry it out with"}`]),
    ];
  });

/** Versions that there are not. */
export const namedVersionProblems = (where: string, named: object): string[] =>
  strangers(where, named, "version of podman", podmanVersions);

const strangers = (where: string, named: object, what: string, known: readonly string[]): string[] =>
  Object.keys(named)
    .filter((name) => !known.includes(name))
    .map((name) => `${where}: there is no ${what} "${name}" (there is ${known.join(", ")})`);

const namedProblems = (where: string, reasons: Reasons, what: string, known: readonly string[]): string[] =>
  Object.entries(reasons).flatMap(([name, reason]) => [
    ...strangers(where, { [name]: reason }, what, known),
    ...(typeof reason === "string" && reason.trim() !== "" ? [] : [`${where} › ${name}: has no reason`]),
  ]);
