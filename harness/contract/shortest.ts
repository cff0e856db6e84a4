const mostTurns = 10;

/**
 * How long the shortest of several turns took, in milliseconds: what the work takes by itself. A busy host makes a
 * turn longer and never shorter; work that is late by itself is late in every turn. No more turns are made than are
 * needed to see that one takes less than `belowMs`.
 */
export const shortest = async (belowMs: number, turn: () => Promise<number>): Promise<number> => {
  let bestMs = Number.POSITIVE_INFINITY;
  for (let made = 0; made < mostTurns && bestMs >= belowMs; made += 1)
    bestMs = Math.min(bestMs, await turn());
  return bestMs;
};

/** How long it took, in milliseconds. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const sinceMs = performance.now();
  await work();
  return performance.now() - sinceMs;
};
