import { join } from "node:path";
import { loadScenario, scenarioIds } from "#harness/cli/scenario-files.ts";
import type { Scenario } from "#harness/scenario/scenario.ts";
import { repositoryRoot } from "#setup/repository.ts";

const folders = [join(repositoryRoot, "scenarios")];

/** Ids of this repository's scenarios. */
export const ownScenarioIds = (): string[] => scenarioIds(folders);

/** A scenario of this repository. */
export const loadOwnScenario = (id: string): Promise<Scenario> => loadScenario(id, folders);
