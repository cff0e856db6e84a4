/** Does something once and returns the duration of the measured part, in milliseconds. */
export type Timed = () => Promise<number>;

/** Measures both sides alternately, and swaps the order after each pair. */
export const alternate = async (
  pairs: number,
  ours: Timed,
  theirs: Timed,
): Promise<{ readonly ours: number[]; readonly theirs: number[] }> => {
  const measured = { ours: [] as number[], theirs: [] as number[] };
  for (let pair = 0; pair < pairs; pair += 1) {
    const sides = [
      async () => measured.ours.push(await ours()),
      async () => measured.theirs.push(await theirs()),
    ];
    for (const side of pair % 2 === 0 ? sides : sides.toReversed()) await side();
  }
  return measured;
};

/** Measures one side so many times. */
export const repeat = async (times: number, once: Timed): Promise<number[]> => {
  const measured: number[] = [];
  for (let turn = 0; turn < times; turn += 1) measured.push(await once());
  return measured;
};

/** The duration of the work in milliseconds. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const sinceMs = performance.now();
  await work();
  return performance.now() - sinceMs;
};
