import { type Command, InvalidArgumentError, Option } from "commander";
import type { Project } from "../config/load-project.ts";
import type { Without } from "../plan/drill-plan.ts";
import type { DrillOptions } from "../plan/plan-drills.ts";
import { folderOption, scenariosOption } from "./folder-option.ts";
import { parseKinds } from "./parse-kinds.ts";
import { versionsOptions } from "./versions-option.ts";

/** The flags of a command that plans drills. */
export type CommandOptions = DrillOptions & {
  readonly json?: boolean;
  readonly scenarios: readonly string[];
};

const collect = (value: string, before: readonly string[] = []): string[] => [...before, ...value.split(",")];

/** "fault" or the number of a recovery step. */
const parseWithout = (value: string, before: Without = { fault: false, steps: [] }): Without => {
  if (value === "fault") return { ...before, fault: true };
  const step = Number(value);
  if (!Number.isInteger(step) || step < 1) {
    throw new InvalidArgumentError('write "fault", or the number of a recovery step, counted from 1.');
  }
  return { ...before, steps: [...before.steps, step] };
};

export const engineOption = (): Option =>
  new Option("--engine <which>", "auto: a running Docker or Podman, else a private one")
    .choices(["auto", "private"])
    .default("auto");

export const noSetup = [
  "--no-setup",
  "never install packages or start an engine; say what is missing instead",
] as const;

/** Adds every flag of a drill; those that `MachineFlags` names reach the machines by the plan. */
export const addDrillOptions = (command: Command, project: Project, json: string): Command => {
  command
    .option("--procedure <name>", "drill only this procedure; repeatable", collect)
    .option(
      "--without <part>",
      'leave out "fault", or a recovery step by its number, to prove that it is necessary',
      parseWithout,
    )
    .option("--keep", "leave the machines running; drill shell enters them, drill clean removes them")
    .option("--cold", "use no saved machines: boot, set up and break the machines for each procedure")
    .option("--capture", "write the traffic of each network to the report, as .pcap files")
    .option("--json", json)
    .option(
      "--on <kinds>",
      "the kind of machine: container (the default); vm for one with a kernel of its own (QEMU with KVM, else user-mode Linux, else emulated), or qemu, uml; vm,container for both; rift=vm for one machine",
      parseKinds,
    );
  const rest = [
    engineOption(),
    new Option(...noSetup),
    scenariosOption("a folder of scenarios; repeatable", project),
    folderOption("reports", "the folder for the report", project),
    folderOption("runbooks", "the folder for the runbook of a verified drill", project),
  ];
  const versions = versionsOptions(project, [...command.options, ...rest]);
  for (const option of [...versions, ...rest]) command.addOption(option);
  return command;
};
