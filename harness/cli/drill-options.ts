import { type Command, InvalidArgumentError, Option } from "commander";
import type { Project } from "../config/load-project.ts";
import type { Without } from "../plan/drill-plan.ts";
import type { DrillOptions } from "../plan/plan-drills.ts";
import { type PackageName, packageNames, packages } from "../variants/packages.ts";
import { folderOption, scenariosOption } from "./folder-option.ts";
import { parseKinds } from "./parse-kinds.ts";
import { parseVersions } from "./parse-versions.ts";
import { choice } from "./parse-words.ts";

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

/** `--podman 5.4,4.3`: one drill with each version of the package. */
const versionsOption = (name: PackageName): Option => {
  const { versions, usual } = packages[name];
  const words = versions.map((one) => (one === usual ? `${one} (the default)` : one));
  const several = [usual, ...versions.filter((one) => one !== usual)].join(",");
  return new Option(
    `--${name} <versions>`,
    `the version of ${name} in the machines: ${choice(words)}, or several, as in ${several}`,
  ).argParser((value) => parseVersions(name, value));
};

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
      "the kind of machine: container (the default), vm, or vm,container for both; rift=vm for one machine",
      parseKinds,
    );
  for (const name of packageNames) command.addOption(versionsOption(name));
  return command
    .addOption(engineOption())
    .option(...noSetup)
    .addOption(scenariosOption("a folder of scenarios; repeatable", project))
    .addOption(folderOption("reports", "the folder for the report", project))
    .addOption(folderOption("runbooks", "the folder for the runbook of a verified drill", project));
};
