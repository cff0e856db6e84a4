import type { Scenario } from "../../scenario/scenario.ts";
import { releasesAlone, type Variants } from "../../variants/variants.ts";
import type { DrillPlan } from "../drill-plan.ts";
import { type DrillOptions, planDrills } from "../plan-drills.ts";

/** The variants of a project that has scenarios of podman. */
export const podmanVariants: Variants = {
  ...releasesAlone,
  podman: { "4.3": "bookworm", "5.4": "trixie", "5.8": "forky" },
};

/** The plans of drills in which nothing is installed, on containers unless `on` says otherwise. */
export const plansOf = (
  scenario: Scenario,
  options: Partial<DrillOptions> = {},
  variants = podmanVariants,
): readonly DrillPlan[] =>
  planDrills(
    scenario,
    {
      ...{ setup: false, engine: "auto", reports: "reports", runbooks: "runbooks" },
      on: { kinds: ["container"], machines: {} },
      ...options,
    },
    variants,
  );

/** The plan of a single drill. */
export const planOf = (
  scenario: Scenario,
  options: Partial<DrillOptions> = {},
  variants = podmanVariants,
): DrillPlan => {
  const [plan, ...others] = plansOf(scenario, options, variants);
  if (plan === undefined || others.length > 0) throw new TypeError("this is not one drill");
  return plan;
};
