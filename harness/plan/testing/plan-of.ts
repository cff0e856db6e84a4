import type { Scenario } from "../../scenario/scenario.ts";
import type { DrillPlan } from "../drill-plan.ts";
import { type DrillOptions, planDrills } from "../plan-drills.ts";

/** The plans of drills in which nothing is installed, on containers unless `on` says otherwise. */
export const plansOf = (scenario: Scenario, options: Partial<DrillOptions> = {}): readonly DrillPlan[] =>
  planDrills(scenario, {
    ...{ setup: false, engine: "auto", reports: "reports", runbooks: "runbooks" },
    on: { kinds: ["container"], machines: {} },
    ...options,
  });

/** The plan of a single drill. */
export const planOf = (scenario: Scenario, options: Partial<DrillOptions> = {}): DrillPlan => {
  const [plan, ...others] = plansOf(scenario, options);
  if (plan === undefined || others.length > 0) throw new TypeError("this is not one drill");
  return plan;
};
