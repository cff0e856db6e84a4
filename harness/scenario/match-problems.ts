import type { Variants } from "../variants/variants.ts";
import type { PerVersion } from "./match.ts";
import type { Scenario } from "./scenario.ts";
import { namedVersionProblems } from "./version-problems.ts";
import { actionsOf, checksOf } from "./walk.ts";

const isPerVersion = (value: object): value is PerVersion => "kind" in value && value.kind === "per-version";

/** The matches that differ with a version, wherever they stand in it. */
const perVersionIn = (value: unknown): PerVersion[] => {
  if (typeof value !== "object" || value === null) return [];
  return [...(isPerVersion(value) ? [value] : []), ...Object.values(value).flatMap(perVersionIn)];
};

/** Texts for versions that the project does not have. */
export const matchVersionProblems = (scenario: Scenario, variants: Variants): string[] =>
  [
    ...actionsOf(scenario),
    ...checksOf(scenario).map(({ where, value }) => ({ where, value: value.probe })),
    { where: "tellsApart", value: scenario.tellsApart },
  ].flatMap(({ where, value }) =>
    perVersionIn(value).flatMap(({ of, by }) => namedVersionProblems(where, of, Object.keys(by), variants)),
  );
