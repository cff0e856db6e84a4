import type { PartResult } from "./part-run.ts";
import type { Part } from "./parts.ts";
import type { TestResult } from "./test-result.ts";

export const partNamed = (name: string): Part => ({
  ...{ name, about: `what ${name} claims`, lane: "processes", usualMs: 1000 },
  runs: { project: name },
});

export const testNamed = (name: string, more: Partial<TestResult> = {}): TestResult => ({
  ...{ file: "a/b.test.ts", name, state: "passed", ms: 12, errors: [] },
  ...more,
});

export const resultOf = (name: string, more: Partial<PartResult> = {}): PartResult => ({
  ...{ part: partNamed(name), ms: 2500, exitCode: 0, tests: [], lastLines: [] },
  logFile: `/reports/${name}.log`,
  ...more,
});
