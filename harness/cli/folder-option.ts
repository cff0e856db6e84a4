import { Option } from "commander";
import type { Project } from "../config/load-project.ts";
import { shownPath } from "./shown-path.ts";

/** A flag that names one of the project's folders: `--reports FOLDER`. */
export const folderOption = (
  name: "runbooks" | "reports",
  description: string,
  project: Pick<Project, typeof name>,
): Option => new Option(`--${name} <folder>`, description).default(project[name], shownPath(project[name]));

/** `--scenarios FOLDER`, again for each further folder; without it, those of the project. */
export const scenariosOption = (description: string, { scenarios }: Pick<Project, "scenarios">): Option =>
  new Option("--scenarios <folder>", description)
    .default(scenarios, scenarios.map(shownPath).join(", "))
    .argParser((folder: string, before: readonly string[]) =>
      before === scenarios ? [folder] : [...before, folder],
    );
