import { execa } from "execa";
import { repositoryRoot } from "#setup/repository.ts";
import type { Asked } from "./arguments.ts";
import { interruption } from "./interruption.ts";
import { cacheOf, everyPart } from "./parts.ts";
import type { Project } from "./projects.ts";
import { runMarkName } from "./run-processes.ts";

/** Runs single files with vitest's own output, one project after the other; answers 1 where one of them failed. */
export const runFiles = async (
  files: ReadonlyMap<Project, readonly string[]>,
  { namePattern, junitFile }: Asked,
): Promise<number> => {
  using interrupted = interruption();
  let failed = false;
  for (const [project, own] of files) {
    const names = namePattern === undefined ? [] : ["--testNamePattern", namePattern, "--passWithNoTests"];
    const reporters = ["--reporter=default", ...(junitFile === undefined ? [] : ["--reporter=junit"])];
    const junit =
      junitFile === undefined ? [] : [`--outputFile.junit=${nameOf(junitFile, project, files.size)}`];
    const part = everyPart.find(({ runs }) => "project" in runs && runs.project === project);
    const cache = part === undefined ? undefined : cacheOf(part);
    const { exitCode } = await execa(
      "vitest",
      ["run", "--project", project, ...reporters, ...junit, ...names, ...own],
      {
        cwd: repositoryRoot,
        preferLocal: true,
        stdio: ["ignore", "inherit", "inherit"],
        reject: false,
        cancelSignal: interrupted.signal,
        env: { [runMarkName]: interrupted.mark, ...(cache === undefined ? {} : { DRILLBOOK_CACHE: cache }) },
      },
    );
    if (interrupted.signal.aborted) return interrupted.cleanUp();
    failed ||= exitCode !== 0;
  }
  return failed ? 1 : 0;
};

/** One file a project: the name that was asked for, and the project's where there are several. */
const nameOf = (file: string, project: Project, count: number): string =>
  count === 1 ? file : file.replace(/(\.xml)?$/, `-${project}.xml`);
