import type { Project } from "../config/load-project.ts";
import { calledAs } from "../invocation.ts";
import { shownPath } from "./shown-path.ts";

/** From here on, messages and pages tell commands as one types them in this project, for scenarios of these folders. */
export const callAsIn = (project: Project, scenarios = project.scenarios): void => {
  const folders =
    scenarios === project.scenarios ? [] : scenarios.flatMap((folder) => ["--scenarios", shownPath(folder)]);
  calledAs({ asScript: project.hasScript, folders, root: project.root });
};
