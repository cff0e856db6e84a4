import { join } from "node:path";
import { execa } from "execa";
import { openEngine } from "#harness/machines/engine/index.ts";
import { removeLeftoverRigs } from "#harness/machines/engine/leftover-rigs.ts";
import { removeLeftovers } from "#harness/machines/leftovers/index.ts";
import { closest } from "./closest.ts";
import { printError } from "./print-error.ts";
import { newReportFolder } from "./report-folder.ts";
import { repositoryRoot } from "./repository.ts";
import { scenarioIds } from "./scenario-files.ts";
import { uninterrupted } from "./uninterrupted.ts";

const usage = `npm run gameday [-- SCENARIO…]

Runs every scenario (or those named) through the test runner: each phase, step and check is a test.
Writes junit.xml and each drill's journal to reports/<time>-gameday, and refreshes the runbooks of what verified.
`;

/** Runs the game day and answers its exit code. */
export const main = async (args: readonly string[]): Promise<number> => {
  try {
    return await gameday(args);
  } catch (error) {
    return printError(error);
  }
};

const gameday = async (args: readonly string[]): Promise<number> => {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(usage);
    return 0;
  }
  const unknown = args.find((arg) => !scenarioIds().includes(arg));
  if (unknown !== undefined) {
    const near = closest(unknown, scenarioIds());
    const meant = near === undefined ? "" : `; did you mean ${near}?`;
    process.stderr.write(`✗ there is no scenario "${unknown}"${meant}\n\n${usage}`);
    return 64;
  }
  const folder = newReportFolder(join(repositoryRoot, "reports"), "gameday", new Date());
  const reporters = [
    "--reporter=tree",
    "--reporter=junit",
    `--outputFile.junit=${join(folder, "junit.xml")}`,
  ];
  if (process.env["GITHUB_ACTIONS"]) reporters.push("--reporter=github-actions");
  const names = args.length === 0 ? [] : ["--testNamePattern", `^ ?(${args.join("|")}) `];
  const onProgress = (line: string) => process.stdout.write(`${line}\n`);
  await removeLeftovers({ onProgress });
  // Started before the runner, so that a host that is not ready is told as a drill tells it.
  await using engine = await openEngine({ setup: true, onProgress });
  const run = await uninterrupted(() =>
    execa("vitest", ["run", "--project", "gameday", ...reporters, ...names], {
      cwd: repositoryRoot,
      preferLocal: true,
      stdio: ["ignore", "inherit", "inherit"],
      env: { DRILLBOOK_REPORTS: folder, DOCKER_HOST: engine.dockerHost },
      reject: false,
    }),
  );
  process.stdout.write(`reports: ${folder}\n`);
  if (!run.interrupted) return run.exitCode ?? 2;
  process.stderr.write("interrupted: cleaning up\n");
  await removeLeftoverRigs(engine.docker, { kept: false, onProgress });
  return 130;
};
