/** The middle value; of an even number of values, the mean of the two in the middle. @throws RangeError for none */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError("there is no median of no values");
  return (lower + upper) / 2;
};

export type Spread = { readonly median: number; readonly min: number; readonly max: number };

/** @throws RangeError for none */
export const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
});

/**
 * How often each of ours takes what the one measured beside it takes: what slows the host down for a while slows
 * both of a pair, so the ratio holds where the times do not.
 * @throws RangeError when the two are not pairs
 */
export const ratiosOf = (ours: readonly number[], theirs: readonly number[]): number[] => {
  if (ours.length !== theirs.length) {
    throw new RangeError(`${ours.length} and ${theirs.length} values are not pairs`);
  }
  return ours.map((value, index) => value / (theirs[index] ?? Number.NaN));
};

/** What each of ours takes beyond the one measured beside it. @throws RangeError when the two are not pairs */
export const beyond = (ours: readonly number[], theirs: readonly number[]): number[] => {
  if (ours.length !== theirs.length) {
    throw new RangeError(`${ours.length} and ${theirs.length} values are not pairs`);
  }
  return ours.map((value, index) => value - (theirs[index] ?? Number.NaN));
};
