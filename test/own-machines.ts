import { loadProject } from "#harness/config/load-project.ts";
import { repositoryRoot } from "#setup/repository.ts";

/** What this repository's machines have beside what drillbook puts into every one. */
export const { machines: ownContents } = await loadProject(repositoryRoot);
