import { type Command, Option } from "commander";
import type { Project } from "../config/load-project.ts";
import { UsageError } from "../errors.ts";
import { drillCommand } from "../invocation.ts";
import { addDrillOptions, type CommandOptions } from "./drill-options.ts";
import { jobsOption } from "./jobs-option.ts";
import { printList } from "./list-command.ts";
import { scenarioIds } from "./scenario-files.ts";

type RunOptions = CommandOptions & { readonly all?: boolean; readonly jobs?: number };

/** `drill SCENARIO…`: the drills themselves; without a scenario, the list. */
export const addRun = (program: Command, project: Project): void => {
  const command = program
    .command("run", { isDefault: true })
    .argument("[scenarios...]", "their ids; without one, the scenarios are listed")
    .description(`run drills: ${drillCommand(["SCENARIO"])} (the word run may be left out)`)
    .addOption(new Option("--all", "drill every scenario"))
    .addOption(jobsOption());
  addDrillOptions(command, project, "print the journal as JSON, one event a line")
    .addHelpText(
      "after",
      "\nExit codes: 0 verified · 1 failed · 2 not reproduced, unknown or skipped · 64 bad arguments · 69 host not ready\n" +
        "            78 the scenario is wrong · 130 interrupted; of several drills, that of the worst verdict",
    )
    .action(async (named: readonly string[], { all, jobs, ...options }: RunOptions) => {
      if (all !== true && named.length === 0) return printList(options.scenarios);
      const ids = all === true ? allOf(options, named) : [...new Set(named)];
      const { runDrillCommand } = await import("./run-drill-command.ts");
      process.exitCode = await runDrillCommand(ids, { ...options, jobs }, project);
    });
};

/** Every scenario there is. @throws UsageError when the command names some, too */
const allOf = ({ scenarios }: CommandOptions, named: readonly string[]): readonly string[] => {
  if (named.length === 0) return scenarioIds(scenarios);
  throw new UsageError("--all drills every scenario, and names none", {
    got: named.join(" "),
    next: "leave out --all, or the names",
  });
};
