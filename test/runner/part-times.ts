import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { cacheRoot } from "#harness/machines/engine/cache-paths.ts";
import type { PartResult } from "./part-run.ts";
import type { Part } from "./parts.ts";

const timesFile = (): string => join(cacheRoot(), "tests", "part-times.json");

const read = (): Record<string, number> => {
  try {
    return z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(timesFile(), "utf8")));
  } catch {
    // No times yet, or a truncated file: the usual times are used.
    return {};
  }
};

/** How long the part took here when it last passed; else how long it takes elsewhere. */
export const usualTimeOf = (part: Part): number => read()[part.name] ?? part.usualMs;

/** Remembers how long the parts that passed took. */
export const rememberTimes = (results: readonly PartResult[]): void => {
  const passed = results.filter(({ exitCode }) => exitCode === 0);
  const times = Object.fromEntries(passed.map(({ part, ms }) => [part.name, Math.round(ms)]));
  mkdirSync(dirname(timesFile()), { recursive: true });
  writeFileSync(timesFile(), JSON.stringify({ ...read(), ...times }));
};
