import type { Check } from "./check.ts";
import { digestOfValue } from "./digest.ts";
import type { Scenario } from "./scenario.ts";
import { checksOf, type Found } from "./walk.ts";

/** What a check looks at, and what is right and red there; whether a runbook shows it is no part of that. */
const claimOf = ({ probe, negated, redWhen }: Check): string => digestOfValue({ probe, negated, redWhen });

/**
 * Two different checks with one title: a reader of the page could not tell which of them was red, and neither could a
 * drill, which remembers colours by title.
 */
export const titleProblems = (scenario: Scenario): string[] => {
  const byTitle = Map.groupBy(checksOf(scenario), ({ value }) => value.title);
  return [...byTitle].flatMap(([title, found]) => {
    const [first, ...others] = found;
    const other = others.find(({ value }) => first && claimOf(value) !== claimOf(first.value));
    return first === undefined || other === undefined ? [] : [sameTitle(title, first, other)];
  });
};

const sameTitle = (title: string, one: Found<Check>, other: Found<Check>): string =>
  `${one.where} and ${other.where}: two different checks are named "${title}"; give each a title of its own`;
