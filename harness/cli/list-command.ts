import type { Command } from "commander";
import type { Project } from "../config/load-project.ts";
import { scenariosOption } from "./folder-option.ts";
import { printError } from "./print-error.ts";

/** `drill list`: what there is to drill. */
export const addList = (program: Command, project: Project): void => {
  program
    .command("list")
    .description("show every scenario, with its procedures")
    .addOption(scenariosOption("a folder of scenarios; repeatable", project))
    .action((options: { scenarios: readonly string[] }) => printList(options.scenarios));
};

/** A file of which no scenario can be read hides no other: it is in the list, and its error below it. */
export const printList = async (folders: readonly string[]): Promise<void> => {
  const [{ renderScenarioTable }, { listScenarios }] = await Promise.all([
    import("../views/scenario-table.ts"),
    import("./listed-scenarios.ts"),
  ]);
  const { rows, errors } = await listScenarios(folders);
  process.stdout.write(renderScenarioTable(rows));
  for (const error of errors) process.exitCode = await printError(error);
};
