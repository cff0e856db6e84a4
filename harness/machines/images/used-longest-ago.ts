/** Something that is stored and can be made again. */
export type Stored = { readonly name: string; readonly usedMs: number };

/** What has to go: all but the `keep` that were used last, and those in use. */
export const usedLongestAgo = (
  stored: readonly Stored[],
  keep: number,
  inUse: ReadonlySet<string> = new Set(),
): string[] =>
  stored
    .toSorted((one, other) => other.usedMs - one.usedMs)
    .slice(keep)
    .map(({ name }) => name)
    .filter((name) => !inUse.has(name));
