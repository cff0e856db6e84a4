/** Levenshtein's distance between two words. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, right] of [...b].entries()) {
      const swap = (row[j] ?? 0) + (left === right ? 0 : 1);
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, swap));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};

/** The candidate that was probably meant, when one is near enough or begins alike. */
export const closest = (word: string, candidates: readonly string[]): string | undefined => {
  const near = candidates
    .map((candidate) => ({
      candidate,
      score: candidate.startsWith(word) || candidate.includes(word) ? 1 : distance(word, candidate),
    }))
    .sort((a, b) => a.score - b.score)[0];
  return near && near.score <= Math.max(2, word.length / 2) ? near.candidate : undefined;
};
