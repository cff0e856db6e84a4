import type { ConformanceCase } from "./case.ts";
import type { KnownDifference } from "./known-difference.ts";
import type { CaseResult } from "./run.ts";

/** One line a case: whether it holds; where it does not, what came instead and why that matters, or is known. */
export const reportLines = (
  cases: readonly ConformanceCase[],
  results: readonly CaseResult[],
  known: readonly KnownDifference[],
): readonly string[] =>
  results.map(({ id, differences }) => {
    if (differences.length === 0) return `holds    ${id}`;
    const explained = known.find((each) => each.id === id);
    const about = cases.find((each) => each.id === id);
    const what = differences.join(" · ");
    return explained === undefined
      ? `differs  ${id}: ${what} (${about?.why} ${about?.source})`
      : `known    ${id}: ${what} (${explained.why})`;
  });
