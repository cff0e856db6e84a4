import { join } from "node:path";
import { execa } from "execa";
import { closest } from "./closest.ts";
import { newReportFolder } from "./report-folder.ts";
import { repositoryRoot } from "./repository.ts";
import { scenarioIds } from "./scenario-files.ts";

const usage = `npm run gameday [-- SCENARIO…]

Runs every scenario (or those named) through the test runner: each phase, step and check is a test.
Writes junit.xml and each drill's journal to reports/<time>-gameday, and refreshes the runbooks of what verified.
`;

/** Runs the game day and answers its exit code. */
export const main = async (args: readonly string[]): Promise<number> => {
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
  const run = await execa("vitest", ["run", "--project", "gameday", ...reporters, ...names], {
    cwd: repositoryRoot,
    preferLocal: true,
    stdio: ["ignore", "inherit", "inherit"],
    env: { DRILLBOOK_REPORTS: folder },
    reject: false,
  });
  process.stdout.write(`reports: ${folder}\n`);
  return run.exitCode ?? 2;
};
