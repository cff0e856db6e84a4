import type { ShownClaims } from "./claim.ts";
import type { Scenario } from "./scenario.ts";
import { duplicates } from "./step-problems.ts";
import { checksOf, stepsOf } from "./walk.ts";

const isText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";

/** What is wrong with the claims that a scenario says it shows: the part that shows them, and the reasons. */
export const claimProblems = (scenario: Scenario): string[] => {
  const { claims = [] } = scenario;
  if (!Array.isArray(claims)) return ["claims: is not a list"];
  const shown: readonly ShownClaims[] = claims;
  const names = partNames(scenario);
  const ids = shown.flatMap((one) => (Array.isArray(one?.claims) ? one.claims.map(({ id }) => id) : []));
  return [
    ...shown.flatMap((one, index) => shownProblems(one, `claims ${index + 1}`, names)),
    ...duplicates(ids).map((id) => `claims: ${id} is shown twice; name the part that shows it best`),
  ];
};

const partNames = (scenario: Scenario): ReadonlySet<string> =>
  new Set([
    ...checksOf(scenario).map(({ value }) => value.title),
    ...stepsOf(scenario).map(({ value }) => value.title),
    ...Object.keys(scenario.procedures),
    ...scenario.losses.map(({ id }) => id),
  ]);

const shownProblems = (shown: ShownClaims, where: string, names: ReadonlySet<string>): string[] => {
  if (!["reproduced", "asserted", "refuted"].includes(shown?.state) || !Array.isArray(shown.claims)) {
    return [`${where}: is not a claim; write reproduces(…), asserts(…) or refutes(…)`];
  }
  const place = `${where} (${shown.claims.map(({ id }) => id).join(", ")})`;
  return [
    ...(shown.claims.length === 0 ? [`${where}: names no claim`] : []),
    ...(names.has(shown.by)
      ? []
      : [`${place}: the scenario has no check, step, procedure or loss “${shown.by}”`]),
    ...(shown.state === "refuted" && !isText(shown.because)
      ? [`${place}: does not say what holds instead`]
      : []),
  ];
};
