import { type Variants, versionNames } from "../variants/variants.ts";
import { dimensionWord } from "../variants/versions.ts";
import { forKind, isMachineKind, machineKinds } from "./machine-kind.ts";
import type { Procedure, Scenario } from "./scenario.ts";
import { byVersionShapeProblems, namedVersionProblems } from "./version-problems.ts";

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
export const reasonShapeProblems = (scenario: Scenario, variants: Variants): string[] =>
  parts(scenario).flatMap(([where, { notOn, notWith = {} }]) => [
    ...(isListOfReasons(notOn)
      ? []
      : [`${where}notOn: is not a list of reasons; write { container: "why not" }`]),
    ...byVersionShapeProblems(`${where}notWith`, notWith, "reasons", variants),
  ]);

/** What is wrong with the kinds and versions that are named, and whether one is left to drill on. */
export const kindProblems = (scenario: Scenario, variants: Variants): string[] =>
  parts(scenario).flatMap(([where, { notOn, notWith = {} }]) => {
    const whole = where === "";
    const left = (all: readonly string[], own: Reasons, ofAll: Reasons): boolean =>
      all.some((one) => !Object.hasOwn(own, one) && (whole || !Object.hasOwn(ofAll, one)));
    const isKindLeft = machineKinds.some(
      (kind) => forKind(notOn, kind) === undefined && (whole || forKind(scenario.notOn, kind) === undefined),
    );
    return [
      ...strangeKinds(`${where}notOn`, Object.keys(notOn)),
      ...withoutReason(`${where}notOn`, notOn),
      ...(isKindLeft
        ? []
        : [`${where}notOn: no kind of machine is left to ${whole ? "drill on" : "carry it out on"}`]),
      ...Object.entries(notWith).flatMap(([name, reasons]) => {
        const place = `${where}notWith`;
        const strange = namedVersionProblems(place, name, Object.keys(reasons), variants);
        return [
          ...strange,
          ...withoutReason(`${place} › ${name}`, reasons),
          ...(strange.length > 0 ||
          left(versionNames(variants, name), reasons, scenario.notWith?.[name] ?? {})
            ? []
            : [
                `${place}: no version of ${dimensionWord(name)} is left to ${whole ? "drill with" : "carry it out with"}`,
              ]),
        ];
      }),
    ];
  });

const strangeKinds = (where: string, names: readonly string[]): string[] =>
  names
    .filter((name) => !isMachineKind(name))
    .map((name) => `${where}: there is no kind of machine "${name}" (there is ${machineKinds.join(", ")})`);

const withoutReason = (where: string, reasons: Reasons): string[] =>
  Object.entries(reasons).flatMap(([name, reason]) =>
    typeof reason === "string" && reason.trim() !== "" ? [] : [`${where} › ${name}: has no reason`],
  );
