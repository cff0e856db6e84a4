/** The median. @throws RangeError for none */
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
 * The ratio of each of ours to the one measured beside it: a slow moment of the host slows both of a pair, so ratios
 * are more stable than times.
 * @throws RangeError when the two are not pairs
 */
export const ratiosOf = (ours: readonly number[], theirs: readonly number[]): number[] => {
  if (ours.length !== theirs.length) {
    throw new RangeError(`${ours.length} and ${theirs.length} values are not pairs`);
  }
  return ours.map((value, index) => value / (theirs[index] ?? Number.NaN));
};

/** The difference of each of ours to the one measured beside it. @throws RangeError when the two are not pairs */
export const beyond = (ours: readonly number[], theirs: readonly number[]): number[] => {
  if (ours.length !== theirs.length) {
    throw new RangeError(`${ours.length} and ${theirs.length} values are not pairs`);
  }
  return ours.map((value, index) => value - (theirs[index] ?? Number.NaN));
};
