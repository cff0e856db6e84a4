import type { Project } from "../config/load-project.ts";
import { UsageError } from "../errors.ts";
import type { DrillPlan } from "../plan/drill-plan.ts";
import { asksHost, planDrills } from "../plan/plan-drills.ts";
import { assertValid, type ProjectWords } from "../scenario/validate.ts";
import type { CommandOptions } from "./drill-options.ts";
import { lookAtOwnKernelHost, tryOwnKernelHost } from "./own-kernel-host.ts";
import { loadScenario, scenarioFile } from "./scenario-files.ts";

/** What plans depend on beside the scenario. */
type PlannedProject = ProjectWords & Pick<Project, "machines">;

type LoadOptions = {
  /** Words that may have been meant instead of the scenario's id. @default none */
  readonly words?: readonly string[];
  /** What can be known of the host only by a try is tried; else the plans say that it is not known. @default true */
  readonly tries?: boolean;
};

/**
 * The plans of the drills that a command line asks for, one for each variant.
 * @throws UsageError for what does not exist; ScenarioError for a scenario that does not load or is not valid
 */
export const loadPlans = async (
  id: string,
  { json: _, scenarios, ...options }: CommandOptions,
  project: PlannedProject,
  { words = [], tries = true }: LoadOptions = {},
): Promise<readonly DrillPlan[]> => {
  const scenario = await loadScenario(id, scenarios, words);
  assertValid(scenario, project, scenarioFile(id, scenarios));
  const { variants, machines } = project;
  if (!asksHost(scenario, options)) return planDrills(scenario, options, variants);
  const host = tries
    ? await tryOwnKernelHost(options.setup, machines)
    : await lookAtOwnKernelHost(options.setup);
  return planDrills(scenario, options, variants, host);
};

/**
 * The plans of the drills of these scenarios, in this order.
 * @throws UsageError when more than one's machines are to be kept, and as for one of them
 */
export const loadAllPlans = async (
  ids: readonly string[],
  options: CommandOptions,
  project: PlannedProject,
  words: readonly string[] = [],
): Promise<readonly DrillPlan[]> => {
  if (options.keep === true && ids.length > 1) {
    throw new UsageError("only one scenario's machines can be kept: rigs have fixed addresses", {
      got: ids.join(" "),
      next: "name one scenario",
    });
  }
  const plans: DrillPlan[] = [];
  for (const id of ids) plans.push(...(await loadPlans(id, options, project, { words })));
  return plans;
};
