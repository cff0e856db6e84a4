import type { ConformanceCase } from "./case.ts";
import type { KnownDifference } from "./known-difference.ts";
import type { CaseResult } from "./run.ts";

/** One line for each case: whether it holds; if not, the actual answer and why it matters, or that it is known. */
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
