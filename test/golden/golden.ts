import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";

const folder = join(import.meta.dirname, "expected");

/** Asserts that the text equals the golden file; `UPDATE_GOLDEN=1` rewrites the file. */
export const expectGolden = (name: string, text: string): void => {
  const file = join(folder, name);
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file), `${name} is missing: run with UPDATE_GOLDEN=1, then read it`).toBe(true);
  expect(text).toBe(readFileSync(file, "utf8"));
};
