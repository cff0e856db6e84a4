import { ScenarioError } from "../errors.ts";

/** A time as authors write it: `"250ms"`, `"30s"`, `"2min"`. */
export type Duration = `${number}ms` | `${number}s` | `${number}min`;

const unitMs = { ms: 1, s: 1000, min: 60_000 } as const;

/** Milliseconds of a duration. @throws ScenarioError when it is not a positive number with a unit */
export const milliseconds = (duration: Duration): number => {
  const found = /^(\d+(?:\.\d+)?)(ms|s|min)$/.exec(duration);
  const value = Number(found?.[1]);
  if (!found || !(value > 0)) {
    throw new ScenarioError(`"${duration}" is not a time`, {
      next: 'write a number with its unit: "250ms", "30s", "2min"',
    });
  }
  return value * unitMs[found[2] as keyof typeof unitMs];
};
