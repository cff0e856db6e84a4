import type { Command } from "commander";
import type { Project } from "../config/load-project.ts";
import { drillCommand } from "../invocation.ts";
import { addDrillOptions, type CommandOptions } from "./drill-options.ts";
import { printList } from "./list-command.ts";

/** `drill SCENARIO`: the drill itself; without a scenario, the list. */
export const addRun = (program: Command, project: Project): void => {
  const command = program
    .command("run", { isDefault: true })
    .argument("[scenario]", "its id; without one, the scenarios are listed")
    .description(`run a drill: ${drillCommand(["SCENARIO"])} (the word run may be left out)`);
  addDrillOptions(command, project, "print the journal as JSON, one event a line")
    .addHelpText(
      "after",
      "\nExit codes: 0 verified · 1 failed · 2 not reproduced, unknown or skipped · 64 bad arguments · 69 host not ready\n" +
        "            78 the scenario is wrong · 130 interrupted",
    )
    .action(async (id: string | undefined, options: CommandOptions) => {
      if (id === undefined) return printList(options.scenarios);
      const { runDrillCommand } = await import("./run-drill-command.ts");
      process.exitCode = await runDrillCommand(id, options, project);
    });
};
