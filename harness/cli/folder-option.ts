import { Option } from "commander";
import type { Project } from "../config/load-project.ts";
import { shownPath } from "./shown-path.ts";

/** A flag that names one of the project's folders: `--scenarios FOLDER`. */
export const folderOption = (
  name: "scenarios" | "runbooks" | "reports",
  description: string,
  project: Pick<Project, typeof name>,
): Option => new Option(`--${name} <folder>`, description).default(project[name], shownPath(project[name]));
