import type { Command } from "commander";
import type { Project } from "../config/load-project.ts";
import { diagnoseCommand } from "../invocation.ts";
import { folderOption, scenariosOption } from "./folder-option.ts";
import type { DiagnoseOptions } from "./run-diagnose.ts";

const examples = (): string => `
Examples:
  podman ps 2>&1 | ${diagnoseCommand([], [], { quiet: true })}
  ${diagnoseCommand(["error.txt"])}
  ${diagnoseCommand([], ["--journal nginx.service"])}
  ${diagnoseCommand(["error.txt"], ["--start-scenario my-incident"])}

It compares the text with messages of the field's programs and with the output of drills (runbooks/symptoms); hosts,
UIDs, paths and names may differ. Where a text does not decide, it says what to run.
Exit codes: 0 a cause is named · 2 unknown · 64 bad arguments, or no text · 69 no journalctl · 78 the index is damaged`;

/** `drill diagnose`: the causes of an error text, in order of fit. */
export const addDiagnose = (program: Command, project: Project): void => {
  program
    .command("diagnose")
    .argument("[file]", "a file with the text; without one, or with -, it is read from standard input")
    .description("name the causes of an error text, how sure each is, what to ask, and the runbook")
    .option("--journal <unit>", "read this unit's journal since the last boot")
    .option("--json", "print one JSON object")
    .option("--start-scenario <id>", "write a first version of a scenario, with the text as its fingerprint")
    .addOption(folderOption("runbooks", "the folder of runbooks, with the index in it", project))
    .addOption(scenariosOption("with --start-scenario: the folder of scenarios", project))
    .addHelpText("after", examples())
    .action(async (file: string | undefined, options: DiagnoseOptions) => {
      const { runDiagnose } = await import("./run-diagnose.ts");
      process.exitCode = await runDiagnose(file, options, project.platform);
    });
};
