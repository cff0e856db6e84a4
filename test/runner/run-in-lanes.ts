import type { Lane } from "./parts.ts";

type InLane = { readonly name: string; readonly lane: Lane; readonly after?: readonly string[] };

/**
 * Runs the parts of each lane one after the other and the lanes side by side, whether or not a part fails; the results
 * are in the order of the parts. What has not begun when the signal comes does not begin.
 */
export const runInLanes = async <P extends InLane, R>(
  parts: readonly P[],
  run: (part: P) => Promise<R>,
  signal: AbortSignal,
): Promise<R[]> => {
  const results = new Map<P, R>();
  const ends = new Map(parts.map(({ name }) => [name, Promise.withResolvers<void>()]));
  const runLane = async (lane: readonly P[]): Promise<void> => {
    for (const part of lane) {
      // A part that was not asked for is not waited for.
      for (const name of part.after ?? []) await ends.get(name)?.promise;
      if (!signal.aborted) results.set(part, await run(part));
      ends.get(part.name)?.resolve();
    }
  };
  await Promise.all([...Map.groupBy(parts, ({ lane }) => lane).values()].map(runLane));
  return parts.flatMap((part) => {
    const result = results.get(part);
    return result === undefined ? [] : [result];
  });
};
