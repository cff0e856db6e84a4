import { type Command, InvalidArgumentError, Option } from "commander";
import type { Project } from "../config/load-project.ts";
import type { Without } from "../drill/context.ts";
import { drillCommand } from "../invocation.ts";
import { folderOption, scenariosOption } from "./folder-option.ts";
import { printList } from "./list-command.ts";
import { parseKinds } from "./machine-kinds.ts";
import { parsePodman } from "./podman-versions.ts";
import type { RunOptions } from "./run-options.ts";

const collect = (value: string, before: readonly string[] = []): string[] => [...before, ...value.split(",")];

/** "fault" or the number of a recovery step. */
export const parseWithout = (value: string, before: Without = { fault: false, steps: [] }): Without => {
  if (value === "fault") return { ...before, fault: true };
  const step = Number(value);
  if (!Number.isInteger(step) || step < 1) {
    throw new InvalidArgumentError('write "fault", or the number of a recovery step, counted from 1.');
  }
  return { ...before, steps: [...before.steps, step] };
};

/** `drill SCENARIO`: the drill itself; without a scenario, the list. */
export const addRun = (program: Command, project: Project): void => {
  program
    .command("run", { isDefault: true })
    .argument("[scenario]", "its id; without one, the scenarios are listed")
    .description(`run a drill: ${drillCommand(["SCENARIO"])} (the word run may be left out)`)
    .option("--procedure <name>", "only this way to recover; may be given again", collect)
    .option(
      "--without <part>",
      '"fault" or the number of a recovery step: leave it out, to see the drill fail',
      parseWithout,
    )
    .option("--keep", "leave the machines running; drill shell enters them, drill clean removes them")
    .option(
      "--cold",
      "start without saved machines: boot them, set them up and break them for each procedure",
    )
    .option("--capture", "write what passes in each network to the report, as .pcap files")
    .option("--json", "print the journal, one event a line, instead of a view for people")
    .option(
      "--on <kinds>",
      "the kind of machine: container (the usual one), vm, or vm,container; rift=vm for one machine alone",
      parseKinds,
    )
    .option(
      "--podman <versions>",
      "the podman of the machines: 4.3, 5.4 (the usual one) or 5.8, or several, as in 5.4,4.3,5.8",
      parsePodman,
    )
    .addOption(
      new Option("--engine <which>", "auto: a running Docker or Podman, else a private one")
        .choices(["auto", "private"])
        .default("auto"),
    )
    .option("--no-setup", "never install packages or start an engine; say what is missing instead")
    .addOption(scenariosOption("a folder of scenarios; may be given again", project))
    .addOption(folderOption("reports", "where the report goes", project))
    .addOption(folderOption("runbooks", "where the runbook of a verified drill goes", project))
    .addHelpText(
      "after",
      "\nExit codes: 0 verified · 1 failed · 2 not reproduced, unknown or skipped · 64 bad arguments · 69 host not ready\n" +
        "            78 the scenario is wrong · 130 interrupted",
    )
    .action(async (id: string | undefined, options: RunOptions) => {
      if (id === undefined) return printList(options.scenarios);
      const { runDrillCommand } = await import("./run-drill-command.ts");
      process.exitCode = await runDrillCommand(id, options, project);
    });
};
