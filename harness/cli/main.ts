import { Command, CommanderError } from "commander";
import { loadProject, type Project } from "../config/load-project.ts";
import { drillCommand } from "../invocation.ts";
import { callAsIn } from "./call-as-in.ts";
import { addClean } from "./clean-command.ts";
import { addDiagnose } from "./diagnose-command.ts";
import { addDoctor } from "./doctor-command.ts";
import { drillbookVersion } from "./drillbook-version.ts";
import { addList } from "./list-command.ts";
import { addPlan } from "./plan-command.ts";
import { printError } from "./print-error.ts";
import { guarded } from "./process-guard.ts";
import { addPs } from "./ps-command.ts";
import { addRun } from "./run-command.ts";
import { addShell } from "./shell-command.ts";
import { assertNoneTakenByNpm } from "./taken-by-npm.ts";

const usageExit = 64;

/** The part of a command's help that lists its flags. */
const flagsOf = (command: Command): string => {
  const help = command.helpInformation();
  return help.slice(help.indexOf("\nOptions:") + "\nOptions:\n".length);
};

/** The command line of `drill` in a project, with the commands that its configuration adds. */
export const buildProgram = (project: Project): Command => {
  const program = new Command(drillCommand())
    .usage(`[command | scenario] ${project.hasScript ? "[-- options]" : "[options]"}`)
    .description(
      "Reproduces an incident on a disposable machine, recovers from it, verifies the recovery, and writes the runbook.",
    )
    .version(drillbookVersion(), "--version")
    .showSuggestionAfterError()
    .showHelpAfterError(`(${drillCommand([], ["--help"])} lists the commands and options)`)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text) });
  program.addHelpText("after", () => {
    const run = program.commands.find((command) => command.name() === "run");
    return run === undefined ? "" : `\nFlags of a drill:\n${flagsOf(run)}`;
  });
  for (const add of [addRun, addList, addPlan, addDiagnose]) add(program, project);
  for (const add of [addPs, addDoctor, addShell, addClean, ...project.commands]) add(program);
  // A command that names another folder of scenarios tells it in its messages, too.
  program.hook("preAction", (_, action) =>
    callAsIn(project, action.opts<{ scenarios?: readonly string[] }>().scenarios),
  );
  return program;
};

const exitCodeOf = (error: CommanderError): number =>
  ["commander.helpDisplayed", "commander.help", "commander.version"].includes(error.code) ? 0 : usageExit;

/** Runs one command line and answers its exit code; never throws. */
export const main = (args: readonly string[]): Promise<number> => guarded(() => runCommandLine(args));

const runCommandLine = async (args: readonly string[]): Promise<number> => {
  try {
    const project = await loadProject(process.cwd());
    callAsIn(project);
    const program = buildProgram(project);
    assertNoneTakenByNpm(program, args);
    await program.parseAsync([...args], { from: "user" });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return exitCodeOf(error);
    return printError(error);
  }
};
