/** "12.3 s", "5 s". */
export const secondsWords = (ms: number): string => `${Math.round(ms / 100) / 10} s`;

/** How long it took since this moment of `performance.now()`: "12.3 s". */
export const secondsSince = (sinceMs: number): string => secondsWords(performance.now() - sinceMs);
