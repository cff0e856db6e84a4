import type { DrillPlan } from "../plan/drill-plan.ts";
import { expectedTests } from "./expected-tests.ts";

/** What a game day expects of a drill before it runs: its verdict, what is skipped, and the tests of what is not. */
export const expectedDrill = ({ scenario, procedures, skipped }: DrillPlan) => {
  // A drill that is skipped for its scenario tells of no procedure.
  const told = procedures.filter((one) => skipped === undefined || one.skipped !== undefined);
  return {
    verdict: skipped === undefined ? "verified" : "skipped",
    skipped,
    procedures: told.map((one) => {
      const procedure = scenario.procedures[one.id];
      const isDrilled = procedure !== undefined && one.skipped === undefined;
      return { ...one, tests: isDrilled ? expectedTests(scenario, procedure) : [] };
    }),
  };
};
