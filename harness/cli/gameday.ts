import { join } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { execa } from "execa";
import { openEngine } from "../machines/engine/index.ts";
import { removeLeftoverRigs } from "../machines/engine/leftover-rigs.ts";
import { removeLeftovers } from "../machines/leftovers/index.ts";
import { closest } from "../scenario/closest.ts";
import { counted, seconds } from "../views/time-words.ts";
import { type GameDayPlan, planInEnvironment } from "./game-day-plan.ts";
import { lastTimes } from "./last-times.ts";
import { printError } from "./print-error.ts";
import { newReportFolder } from "./report-folder.ts";
import { repositoryRoot } from "./repository.ts";
import { scenarioIds } from "./scenario-files.ts";
import { shownPath } from "./shown-path.ts";
import { uninterrupted } from "./uninterrupted.ts";

type Options = {
  readonly scenarios?: string;
  readonly reports?: string;
  readonly runbooks?: string;
  readonly engine: "auto" | "private";
  readonly setup: boolean;
};

const command = (): Command =>
  new Command("npm run gameday")
    .usage("[-- SCENARIO…] [options]")
    .description(
      "Drills every scenario (or those named) on its usual kind of machine; each phase, step and check is a test.\n" +
        "Writes junit.xml and each drill's journal to reports/<time>-gameday, and the runbooks of what verified.",
    )
    .argument("[scenarios...]", "ids; without one, all")
    .addOption(new Option("--scenarios <folder>", "the folder of scenarios").env("DRILLBOOK_SCENARIOS"))
    .option("--reports <folder>", "where the report goes")
    .option("--runbooks <folder>", "where the runbooks of verified drills go")
    .addOption(
      new Option("--engine <which>", "auto: a running Docker or Podman, else a private one")
        .choices(["auto", "private"])
        .default("auto"),
    )
    .option("--no-setup", "never install packages or start an engine; say what is missing instead")
    .addHelpText(
      "after",
      "\nExit codes: 0 what was not skipped is verified · 1 a test failed · 64 bad arguments · 69 host not ready\n" +
        "            130 interrupted",
    )
    .exitOverride();

/** Runs the game day and answers its exit code. */
export const main = async (args: readonly string[]): Promise<number> => {
  try {
    const asked = command().parse([...args], { from: "user" });
    return await gameday(asked.args, asked.opts<Options>());
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 64;
    return printError(error);
  }
};

const gameday = async (named: readonly string[], options: Options): Promise<number> => {
  const { scenarios, runbooks, setup } = options;
  const all = scenarioIds(scenarios);
  const unknown = named.find((id) => !all.includes(id));
  if (unknown !== undefined) {
    const near = closest(unknown, all);
    const meant = near === undefined ? "" : `; did you mean ${near}?`;
    process.stderr.write(`✗ there is no scenario "${unknown}"${meant}\n\n${command().helpInformation()}`);
    return 64;
  }
  const ids = named.length === 0 ? all : [...new Set(named)];
  const reports = options.reports ?? join(repositoryRoot, "reports");
  const plan: GameDayPlan = {
    ids,
    ...(scenarios === undefined ? {} : { scenarios }),
    lastTimes: lastTimes(reports, ids),
    report: newReportFolder(reports, "gameday", new Date()),
    ...(runbooks === undefined ? {} : { runbooks }),
    setup,
  };
  const onProgress = (line: string) => process.stdout.write(`${line}\n`);
  onProgress(firstLine(plan));
  await removeLeftovers({ onProgress });
  // Started before the runner, so that a host that is not ready is told as a drill tells it.
  await using engine = await openEngine({ setup, prefer: options.engine, onProgress });
  const run = await uninterrupted(() => runTests(plan, engine.dockerHost));
  process.stdout.write(`reports: ${shownPath(plan.report)}\n`);
  if (!run.interrupted) return run.exitCode ?? 2;
  process.stderr.write("interrupted: cleaning up\n");
  await removeLeftoverRigs(engine.docker, { kept: false, onProgress });
  return 130;
};

const firstLine = ({ ids, lastTimes: known }: GameDayPlan): string => {
  const times = ids.flatMap((id) => known[id] ?? []);
  const all = times.reduce((sum, one) => sum + one, 0);
  return `game day: ${counted(ids.length, "drill")}${times.length < ids.length ? "" : `, ${seconds(all)} the last time`}`;
};

const runTests = (plan: GameDayPlan, dockerHost: string) => {
  const reporters = ["--reporter=./test/gameday/reporter.ts"];
  if (process.env["GITHUB_ACTIONS"]) reporters.push("--reporter=github-actions");
  return execa("vitest", ["run", "--project", "gameday", ...reporters], {
    cwd: repositoryRoot,
    preferLocal: true,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...planInEnvironment(plan), DOCKER_HOST: dockerHost },
    reject: false,
  });
};
