import { relative } from "node:path";
import { counted, seconds } from "#harness/views/time-words.ts";
import { visible } from "#harness/views/visible.ts";
import { repositoryRoot } from "#setup/repository.ts";
import type { PartResult } from "./part-run.ts";

const indented = (text: string): string =>
  text
    .split("\n")
    .map((line) => `       ${visible(line)}`.trimEnd())
    .join("\n");

type Failure = { readonly title: string; readonly text: string };

const failuresOf = ({ part, exitCode, tests, logFile, lastLines }: PartResult): Failure[] => {
  const failed = tests.filter(({ state }) => state === "failed");
  if (failed.length > 0) {
    return failed.map(({ file, name, errors }) => ({
      title: `${part.name} › ${file} › ${name}`,
      text: errors.join("\n"),
    }));
  }
  if (exitCode === 0) return [];
  const title = `${part.name} ended with exit code ${exitCode}`;
  return [{ title, text: [...lastLines, `whole: ${relative(repositoryRoot, logFile)}`].join("\n") }];
};

const blocksOf = (failures: readonly Failure[]): string[] =>
  failures.map(({ title, text }, index) => `  ${index + 1})   ${title}\n${indented(text)}\n`);

/** The tests that failed before a run was interrupted; a part that was ended is no failure. */
export const failuresSoFar = (results: readonly PartResult[]): string => {
  const failures = results.filter(({ tests }) => tests.some(({ state }) => state === "failed"));
  const blocks = blocksOf(failures.flatMap(failuresOf));
  return blocks.length === 0
    ? ""
    : `\n${counted(blocks.length, "failure")} so far:\n\n${blocks.join("\n")}\n`;
};

/** Every failure once more with its message, and a line for each part. */
export const endOf = (results: readonly PartResult[], tookMs: number, folder: string): string => {
  const failures = results.flatMap(failuresOf);
  const tests = results.flatMap((one) => one.tests);
  const skipped = tests.filter(({ state }) => state === "skipped").length;
  const blocks = blocksOf(failures);
  const width = Math.max(...results.map(({ part }) => part.name.length));
  const rows = results.map(({ part, exitCode, ms, tests: own }) => {
    const count = own.length > 0 ? `  ${counted(own.length, "test")}` : "";
    return `  ${part.name.padEnd(width)}  ${exitCode === 0 ? "passed" : "failed"}  ${seconds(ms).padStart(12)}${count}`;
  });
  const failed = tests.filter(({ state }) => state === "failed").length;
  const sums = [
    ...(tests.length > 0 ? [counted(tests.length, "test")] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    seconds(tookMs),
    `reports: ${relative(repositoryRoot, folder)}`,
  ];
  return [
    "",
    ...(failures.length > 0 ? [`${counted(failures.length, "failure")}:`, "", ...blocks] : []),
    ...rows,
    "",
    `${failures.length > 0 ? "✗ failed" : "✓ passed"}: ${sums.join(", ")}`,
    "",
  ].join("\n");
};

/** Zero only where every part passed. */
export const exitCodeOf = (results: readonly PartResult[]): number =>
  results.length > 0 && results.every(({ exitCode }) => exitCode === 0) ? 0 : 1;
