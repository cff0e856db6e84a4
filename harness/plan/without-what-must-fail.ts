import { UsageError } from "../errors.ts";
import { scenarioCommand } from "../invocation.ts";
import { recoveriesOf } from "../scenario/must-fail.ts";
import type { Scenario } from "../scenario/scenario.ts";

/**
 * Of the chosen procedures, those that a step can be left out of. That shows whether a recovery needs the step; of what
 * must fail anyway it would show nothing. @throws UsageError when such a procedure was asked for by its name
 */
export const withoutWhatMustFail = (
  scenario: Scenario,
  chosen: readonly string[],
  wanted: readonly string[] = [],
): string[] => {
  const mustFail = (id: string): boolean => scenario.procedures[id]?.mustFail !== undefined;
  const named = wanted.find(mustFail);
  if (named === undefined) return chosen.filter((id) => !mustFail(id));
  throw new UsageError(`no step can be left out of ${named}: it must fail with all of them`, {
    expected: `a recovery: ${Object.keys(recoveriesOf(scenario.procedures)).join(", ")}`,
    next: scenarioCommand([scenario.id], [`--procedure ${named}`]),
  });
};
