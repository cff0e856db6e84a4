import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, CommanderError } from "commander";
import { execa } from "execa";
import { loadProject, type Project } from "../config/load-project.ts";
import { HostNotReadyError } from "../errors.ts";
import { type GameDayPlan, planInEnvironment } from "../gameday/plan.ts";
import { untilEnded } from "../gameday/until-ended.ts";
import { gameDayCommand } from "../invocation.ts";
import { openEngine } from "../machines/engine/index.ts";
import { removeLeftoverRigs } from "../machines/engine/leftover-rigs.ts";
import { removeLeftovers } from "../machines/leftovers/index.ts";
import { removeLeftRigs } from "../machines/leftovers/left-rigs.ts";
import { closest } from "../scenario/closest.ts";
import { counted, seconds } from "../views/time-words.ts";
import { callAsIn } from "./call-as-in.ts";
import { type CommandOptions, engineOption, noSetup } from "./drill-options.ts";
import { folderOption, scenariosOption } from "./folder-option.ts";
import { usualJobs } from "./jobs/usual-jobs.ts";
import { jobsOption } from "./jobs-option.ts";
import { lastTimes } from "./last-times.ts";
import { printError } from "./print-error.ts";
import { newReportFolder } from "./report-folder.ts";
import { scenarioIds } from "./scenario-files.ts";
import { shownPath } from "./shown-path.ts";
import { uninterrupted } from "./uninterrupted.ts";

type Options = Pick<CommandOptions, "scenarios" | "reports" | "runbooks" | "engine" | "setup"> & {
  readonly jobs?: number;
};

const command = (project: Project): Command =>
  new Command(gameDayCommand())
    .usage(project.hasScript ? "[-- SCENARIO…] [options]" : "[SCENARIO…] [options]")
    .description(
      "Drills every scenario (or those named) on its default kind of machine; each phase, step and check is a test.\n" +
        "Writes junit.xml and each drill's journal to reports/<time>-gameday, and the runbooks of verified drills.",
    )
    .argument("[scenarios...]", "ids; without one, all")
    .addOption(scenariosOption("a folder of scenarios; repeatable", project).env("DRILLBOOK_SCENARIOS"))
    .addOption(folderOption("reports", "the folder for the report", project))
    .addOption(folderOption("runbooks", "the folder for the runbooks of verified drills", project))
    .addOption(jobsOption())
    .addOption(engineOption())
    .option(...noSetup)
    .addHelpText(
      "after",
      "\nExit codes: 0 every drill verified or skipped · 1 a test failed · 64 bad arguments · 69 host not ready\n" +
        "            130 interrupted",
    )
    .exitOverride();

/** Runs the game day and answers its exit code. */
export const main = async (args: readonly string[]): Promise<number> => {
  try {
    const project = await loadProject(process.cwd());
    callAsIn(project);
    const asked = command(project).parse([...args], { from: "user" });
    return await gameday(asked.args, asked.opts<Options>(), project);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 64;
    return printError(error);
  }
};

const gameday = async (named: readonly string[], options: Options, project: Project): Promise<number> => {
  const { scenarios, reports, runbooks, setup, jobs: asked } = options;
  callAsIn(project, scenarios);
  const all = scenarioIds(scenarios);
  const unknown = named.find((id) => !all.includes(id));
  if (unknown !== undefined) {
    const near = closest(unknown, all);
    const meant = near === undefined ? "" : `; did you mean ${near}?`;
    process.stderr.write(
      `✗ there is no scenario "${unknown}"${meant}\n\n${command(project).helpInformation()}`,
    );
    return 64;
  }
  const vitest = vitestOf(project);
  await project.inventory();
  const ids = named.length === 0 ? all : [...new Set(named)];
  const planned: Omit<GameDayPlan, "processes"> = {
    root: project.root,
    ids,
    scenarios,
    lastTimes: lastTimes(reports, ids),
    report: newReportFolder(reports, "gameday", new Date()),
    runbooks,
    setup,
    jobs: asked ?? usualJobs(),
    sideBySide: asked !== undefined,
  };
  const onProgress = (line: string) => process.stdout.write(`${line}\n`);
  onProgress(firstLine(planned));
  await removeLeftovers({ onProgress });
  // Started before the runner, so that a host that is not ready is told as a drill tells it.
  await using engine = await openEngine({ setup, prefer: options.engine, onProgress });
  const run = await withTemporaryFolder(async (temporary) => {
    const plan = { ...planned, processes: join(temporary, "processes") };
    const ended = await uninterrupted(() => runTests(vitest, plan, engine.dockerHost, temporary));
    // An interrupted vitest does not wait for them, and what a living process owns is not removed.
    await untilEnded(plan.processes);
    return ended;
  });
  process.stdout.write(`reports: ${shownPath(planned.report)}\n`);
  if (!run.interrupted) return run.exitCode ?? 2;
  process.stderr.write("interrupted: cleaning up\n");
  // Its processes first: they hold the networks of the machines.
  await removeLeftRigs({ kept: false, onProgress });
  await removeLeftoverRigs(engine.docker, { kept: false, onProgress });
  return 130;
};

const firstLine = ({ ids, jobs, lastTimes: known }: Omit<GameDayPlan, "processes">): string => {
  const times = ids.flatMap((id) => known[id] ?? []);
  const all = times.reduce((sum, one) => sum + one, 0);
  const last = times.length < ids.length ? "" : `, ${seconds(all)} the last time`;
  return `game day: ${counted(ids.length, "drill")}${jobs === 1 ? "" : `, ${jobs} at once`}${last}`;
};

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
/** `.ts` in the checkout of drillbook, `.js` in its package. */
const ending = extname(import.meta.url);

/** The project's own vitest. @throws HostNotReadyError when it has none */
const vitestOf = (project: Project): string => {
  try {
    const manifest = createRequire(join(project.root, "package.json")).resolve("vitest/package.json");
    return join(dirname(manifest), "vitest.mjs");
  } catch {
    throw new HostNotReadyError("the game day needs vitest, which is not installed", {
      where: project.root,
      next: "npm install --save-dev vitest",
    });
  }
};

/** An interrupted vitest does not always remove its temporary files. */
const withTemporaryFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-gameday-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const runTests = (vitest: string, plan: GameDayPlan, dockerHost: string, temporary: string) => {
  const reporters = [`--reporter=${join(packageFolder, `gameday/reporter${ending}`)}`];
  if (process.env["GITHUB_ACTIONS"]) reporters.push("--reporter=github-actions");
  const config = join(packageFolder, `gameday/vitest.config${ending}`);
  return execa(process.execPath, [vitest, "run", "--root", plan.root, "--config", config, ...reporters], {
    cwd: plan.root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...planInEnvironment(plan), DOCKER_HOST: dockerHost, TMPDIR: temporary },
    reject: false,
  });
};
