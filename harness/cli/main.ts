import { Command, CommanderError } from "commander";
import { addClean } from "./clean-command.ts";
import { addDiagnose } from "./diagnose-command.ts";
import { addDoctor } from "./doctor-command.ts";
import { addList } from "./list-command.ts";
import { addPlan } from "./plan-command.ts";
import { printError } from "./print-error.ts";
import { guarded } from "./process-guard.ts";
import { drillbookVersion } from "./repository.ts";
import { addRun } from "./run-command.ts";
import { addServices } from "./services-command.ts";
import { addShell } from "./shell-command.ts";

const usageExit = 64;

/** The part of a command's help that lists its flags. */
const flagsOf = (command: Command): string => {
  const help = command.helpInformation();
  return help.slice(help.indexOf("\nOptions:") + "\nOptions:\n".length);
};

/** The command line as npm scripts reach it: `npm run drill …`. */
export const buildProgram = (): Command => {
  const program = new Command("npm run drill")
    .usage("[command | scenario] [-- options]")
    .description(
      "Reproduces an incident on a disposable machine, recovers from it, proves it, and writes the runbook.",
    )
    .version(drillbookVersion(), "--version")
    .showSuggestionAfterError()
    .showHelpAfterError("(npm run drill -- --help shows what there is)")
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text) });
  program.addHelpText("after", () => {
    const run = program.commands.find((command) => command.name() === "run");
    return run === undefined ? "" : `\nFlags of a drill:\n${flagsOf(run)}`;
  });
  for (const add of [addRun, addList, addPlan, addDiagnose, addDoctor, addServices, addShell, addClean])
    add(program);
  return program;
};

const exitCodeOf = (error: CommanderError): number =>
  ["commander.helpDisplayed", "commander.help", "commander.version"].includes(error.code) ? 0 : usageExit;

/** Runs one command line and answers its exit code; never throws. */
export const main = (args: readonly string[]): Promise<number> => guarded(() => runCommandLine(args));

const runCommandLine = async (args: readonly string[]): Promise<number> => {
  try {
    await buildProgram().parseAsync([...args], { from: "user" });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return exitCodeOf(error);
    return printError(error);
  }
};
