/** A distance between ticks that people count in. */
const roundSteps = [
  100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000,
];

/** The shortest round distance at which a range has no more ticks than this. */
export const tickStepMs = (rangeMs: number, most: number): number => {
  const found = roundSteps.find((stepMs) => rangeMs / stepMs <= most);
  if (found !== undefined) return found;
  const hourMs = 3_600_000;
  return Math.ceil(rangeMs / most / hourMs) * hourMs;
};

type Tick = { readonly atMs: number; readonly label: string };

/** The round moments of a range; its beginning where there is none. */
export const ticksOf = (fromMs: number, toMs: number, stepMs: number): Tick[] => {
  const first = Math.ceil(fromMs / stepMs);
  const last = Math.floor(toMs / stepMs);
  const at = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * stepMs);
  return (at.length === 0 ? [fromMs] : at).map((atMs) => ({ atMs, label: label(atMs) }));
};

/** "40 s", "12.5 s": always in seconds, so that ticks can be subtracted in one's head. */
const label = (atMs: number): string => `${Math.round(atMs / 100) / 10} s`;
