import type { Word } from "./words.ts";

const sum = (words: readonly Word[]): number => words.reduce((total, { weight }) => total + weight, 0);

/** Below this it is another message. */
const leastFit = 0.85;
/** A known port and the system's word for the error are equal in both, whatever the other words. */
const leastFitOfPort = 0.7;
const telling = 4;

/**
 * How well the words of a line are those of a known message, in its order: 1 when all of them are there with nothing
 * between, 0 when it is another message. What stands before and after is not looked at, also where it says a word of the
 * message again.
 */
export const fitOf = (known: readonly Word[], line: readonly Word[]): number => {
  const leastOfThis = isOfPort(known) ? leastFitOfPort : leastFit;
  const all = sum(known);
  // Where the message can end: what comes after it in the known one may be missing.
  const last = known.findLastIndex((_, at) => sum(known.slice(0, at + 1)) < leastOfThis * all) + 1;
  const ends = new Set(known.slice(last).map(({ text }) => text));
  const fits = line.flatMap(({ text }, at) =>
    ends.has(text) ? [fitUpTo(known, line.slice(0, at + 1), all)] : [],
  );
  const fit = Math.max(0, ...fits);
  return fit < leastOfThis ? 0 : fit;
};

const fitUpTo = (known: readonly Word[], line: readonly Word[], all: number): number => {
  const places = commonPlaces(known, line);
  const matched = sum(places.flatMap(([at]) => known[at] ?? []));
  const missing = known.filter((_, at) => !places.some(([place]) => place === at));
  // One telling word that is not there makes it another error.
  if (missing.some(({ weight }) => weight === telling)) return 0;
  const [first, end] = [places[0]?.[1] ?? 0, places.at(-1)?.[1] ?? 0];
  const own = new Set(places.map(([, at]) => at));
  const between = sum(line.filter((_, at) => at > first && at < end && !own.has(at)));
  return (matched / all) * (matched / (matched + between));
};

const isOfPort = (known: readonly Word[]): boolean =>
  known.some(({ text }) => /^[1-9]\d*$/.test(text)) && known.some(({ text }) => text.includes("_"));

/** The heaviest common subsequence, as places in both; of several, the one that begins last in the line. */
const commonPlaces = (known: readonly Word[], line: readonly Word[]): [number, number][] => {
  const width = line.length + 1;
  const best = new Float64Array((known.length + 1) * width);
  for (let a = known.length - 1; a >= 0; a -= 1) {
    for (let b = line.length - 1; b >= 0; b -= 1) {
      const same = known[a]?.text === line[b]?.text;
      const taken = same ? (best[(a + 1) * width + b + 1] ?? 0) + (known[a]?.weight ?? 0) : 0;
      best[a * width + b] = Math.max(taken, best[(a + 1) * width + b] ?? 0, best[a * width + b + 1] ?? 0);
    }
  }
  const places: [number, number][] = [];
  let [a, b] = [0, 0];
  while (a < known.length && b < line.length) {
    const here = best[a * width + b] ?? 0;
    if (here === (best[a * width + b + 1] ?? 0)) b += 1;
    else if (here === (best[(a + 1) * width + b] ?? 0)) a += 1;
    else places.push([a++, b++]);
  }
  return places;
};
