/** "0.02 s", "6.1 s", "1 min 12 s". */
export const seconds = (durationMs: number): string => {
  if (durationMs < 95) return `${(durationMs / 1000).toFixed(2)} s`;
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)} s`;
  const whole = Math.round(durationMs / 1000);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
};

/** "10 s", "1.5 s", "5 min": a limit as the scenario has it, without further digits. */
export const limit = (limitMs: number): string =>
  limitMs >= 60_000 && limitMs % 60_000 === 0 ? `${limitMs / 60_000} min` : `${limitMs / 1000} s`;

/** "2026-11-20". */
export const dateOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** "1 check", "3 checks". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

const bounds = [
  [10_000, "10 s"],
  [30_000, "30 s"],
  [60_000, "1 min"],
  [120_000, "2 min"],
  [300_000, "5 min"],
  [600_000, "10 min"],
  [1_800_000, "30 min"],
] as const;

/** "less than 10 s", "less than 2 min": the same for each drill of a scenario, whose times differ by little. */
export const aboutSeconds = (durationMs: number): string => {
  const bound = bounds.find(([ms]) => durationMs < ms);
  return bound === undefined ? "more than 30 min" : `less than ${bound[1]}`;
};
