import { join } from "node:path";
import type { DrillPlan } from "../plan/drill-plan.ts";

/** Where the drills of one scenario leave what they have in common, of a command that drills these plans. */
export const scenarioReport = (
  report: string,
  plans: readonly DrillPlan[],
  { scenario }: DrillPlan,
): string => (plans.every((one) => one.scenario.id === scenario.id) ? report : join(report, scenario.id));
