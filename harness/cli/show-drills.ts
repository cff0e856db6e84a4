import type { DrillPlan } from "../plan/drill-plan.ts";
import { showManyDrills } from "./show-many-drills.ts";
import { showOneByOne } from "./show-one-by-one.ts";
import type { ShownDrills, ShowOptions } from "./shown-drills.ts";

/** The drills of one scenario in full, one after the other, or a line for each of several. */
export const showDrills = (plans: readonly DrillPlan[], options: ShowOptions): ShownDrills => {
  const isOneScenario = new Set(plans.map(({ scenario }) => scenario.id)).size === 1;
  const isOneByOne = plans.length === 1 || (isOneScenario && options.jobs === 1);
  return options.json || isOneByOne ? showOneByOne(plans, options) : showManyDrills(plans, options);
};
