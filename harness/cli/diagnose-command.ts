import type { Command } from "commander";
import type { DiagnoseOptions } from "./run-diagnose.ts";

const examples = `
Examples:
  podman ps 2>&1 | npm run -s drill diagnose
  npm run drill diagnose error.txt
  npm run drill diagnose -- --journal mcp-agent.service
  npm run drill diagnose error.txt -- --start-scenario my-incident

It looks for what drills really saw printed (runbooks/symptoms), whatever the host, the UIDs, the paths and the names.
Exit codes: 0 a cause is named · 2 unknown · 64 bad arguments, or no text · 69 no journalctl · 78 the index is damaged`;

/** `drill diagnose`: the causes of an error text, in order of fit. */
export const addDiagnose = (program: Command): void => {
  program
    .command("diagnose")
    .argument("[file]", "a file with the text; without one, or with -, it is read from standard input")
    .description("name the causes of an error text in order of fit, what tells them apart, and the runbook")
    .option("--journal <unit>", "read what the journal has of this unit since the last boot")
    .option("--json", "print one JSON object")
    .option("--start-scenario <id>", "write a scenario to begin with, with the text as its fingerprint")
    .option("--runbooks <folder>", "the folder of runbooks, with the index in it")
    .option("--scenarios <folder>", "with --start-scenario: the folder of scenarios")
    .addHelpText("after", examples)
    .action(async (file: string | undefined, options: DiagnoseOptions) => {
      const { runDiagnose } = await import("./run-diagnose.ts");
      process.exitCode = await runDiagnose(file, options);
    });
};
