import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { z } from "zod";

/** The text of a file; undefined where it is absent or cannot be read, as that of a process that has ended. */
export const textIn = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};

/** The value that a file has as JSON; undefined where it is absent, damaged, or another one than the schema says. */
export const valueIn = <T>(file: string, schema: z.ZodType<T>): T | undefined => {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
};

/** The names in a folder; none where it is absent. */
export const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/** Writes a value as JSON: another process reads the one before or this one, and never a part. */
export const writeValue = (file: string, value: unknown): void => {
  writeFileSync(`${file}.new`, JSON.stringify(value));
  renameSync(`${file}.new`, file);
};
