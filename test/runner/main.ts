import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { printError } from "#harness/cli/print-error.ts";
import { newReportFolder } from "#harness/cli/report-folder.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { type Asked, parseArguments } from "./arguments.ts";
import { cachesOf, clean, hasRigs } from "./clean-caches.ts";
import { endOf, exitCodeOf, failuresSoFar } from "./failures.ts";
import { interruption } from "./interruption.ts";
import { junitOf } from "./junit.ts";
import { runPart } from "./part-run.ts";
import { rememberTimes, usualTimeOf } from "./part-times.ts";
import type { Part } from "./parts.ts";
import { Progress } from "./progress.ts";
import { runFiles } from "./run-files.ts";
import { runInLanes } from "./run-in-lanes.ts";

/** `npm test`: answers its exit code. */
export const main = async (args: readonly string[]): Promise<number> => {
  try {
    const asked = parseArguments(args);
    if (asked === undefined) return 0;
    return "files" in asked.what
      ? await runFiles(asked.what.files, asked)
      : await runParts(asked.what.parts, asked);
  } catch (error) {
    return printError(error);
  }
};

const runParts = async (parts: readonly Part[], { namePattern, junitFile }: Asked): Promise<number> => {
  const startedMs = performance.now();
  const folder = newReportFolder(join(repositoryRoot, "reports"), "test", new Date());
  using interrupted = interruption();
  const progress = new Progress({
    write: (text) => void process.stdout.write(text),
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  });
  // Types and style have no test that a name could choose.
  const chosen = namePattern === undefined ? parts : parts.filter(({ runs }) => "project" in runs);
  // A run that was killed may have left kept machines in the caches of the tests, and the hubs that hold their networks.
  for (const cache of cachesOf(chosen).filter(hasRigs)) clean(cache);
  const haveBuilt = new Set<string>();
  const results = await runInLanes(
    chosen,
    async (part) => {
      progress.began(part, usualTimeOf(part));
      const watch = {
        event: progress.event.bind(progress, part),
        line: progress.line.bind(progress, part),
      };
      const { signal, mark } = interrupted;
      const haveImages = part.after?.some((name) => name.endsWith("images") && haveBuilt.has(name)) ?? false;
      const result = await runPart(part, { folder, watch, signal, mark, namePattern, haveImages });
      if (result.exitCode === 0) haveBuilt.add(part.name);
      if (!signal.aborted) progress.ended(result);
      return result;
    },
    interrupted.signal,
  );
  progress.close();
  const tookMs = performance.now() - startedMs;
  if (interrupted.signal.aborted) {
    process.stdout.write(failuresSoFar(results));
    return interrupted.cleanUp();
  }
  if (junitFile !== undefined) writeFileSync(resolve(junitFile), junitOf(results, tookMs));
  if (namePattern === undefined) rememberTimes(results);
  process.stdout.write(endOf(results, tookMs, folder));
  return exitCodeOf(results);
};
