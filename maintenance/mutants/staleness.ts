import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Mutant } from "./mutant.ts";

/** Why a mutant no longer fits the tree below `root`: a file is missing, or its text does not occur exactly once. */
export const staleness = (
  { file, before, after, tests }: Omit<Mutant, "name" | "breaks">,
  root: string,
): string | undefined => {
  const missing = [file, ...tests].find((path) => !existsSync(join(root, path)));
  if (missing !== undefined) return `${missing} does not exist`;
  if (before === after) return "it changes nothing";
  const count = readFileSync(join(root, file), "utf8").split(before).length - 1;
  return count === 1 ? undefined : `${file} has its text ${count} times, not once: ${JSON.stringify(before)}`;
};
