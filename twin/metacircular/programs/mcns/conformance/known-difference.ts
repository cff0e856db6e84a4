import type { CaseResult } from "./run.ts";

/** A case in which another server differs by design. */
export type KnownDifference = {
  readonly id: string;
  /** The fields that differ, as in the results: "rcode", "answers" and so on. */
  readonly differs: readonly string[];
  readonly why: string;
  /** The difference depends on timing. @default false */
  readonly sometimes?: boolean;
};

const partOf = (difference: string): string => difference.split(":", 1)[0] ?? "";

/** Unknown differences, and known differences that are gone; each with what to do. */
export const unexplained = (
  results: readonly CaseResult[],
  known: readonly KnownDifference[],
): readonly string[] => [
  ...results.flatMap(({ id, differences }) => {
    const explained = known.find((each) => each.id === id)?.differs ?? [];
    const parts = differences.map(partOf);
    const isKnown = parts.length === 0 || parts.join() === explained.join();
    return isKnown ? [] : [`${id}: ${differences.join(" · ")}; explain it, or mend the server`];
  }),
  ...known
    .filter(({ id, sometimes = false }) => {
      const result = results.find((each) => each.id === id);
      return result === undefined || (result.differences.length === 0 && !sometimes);
    })
    .map(({ id }) => `${id}: holds, or is not asked any more; take it off the known differences`),
];
