import type { DrillPlan, PlannedProcedure } from "../plan/drill-plan.ts";
import { type ExpectedTest, expectedTests } from "./expected-tests.ts";

/** What a game day expects of a drill before it runs. */
export type ExpectedDrill = {
  readonly verdict: "verified" | "skipped";
  /** Why all of it is skipped. */
  readonly skipped?: string;
  readonly procedures: readonly ExpectedProcedure[];
};

/** One that is skipped has no tests. */
export type ExpectedProcedure = PlannedProcedure & {
  readonly tests: readonly ExpectedTest[];
};

/** What is skipped, and the tests of what is not. */
export const expectedDrill = ({ scenario, procedures, skipped }: DrillPlan): ExpectedDrill => {
  // A drill that is skipped for its scenario tells of no procedure.
  const told = procedures.filter((one) => skipped === undefined || one.skipped !== undefined);
  return {
    ...(skipped === undefined ? { verdict: "verified" } : { verdict: "skipped", skipped }),
    procedures: told.map((one): ExpectedProcedure => {
      const procedure = scenario.procedures[one.id];
      const isDrilled = procedure !== undefined && one.skipped === undefined;
      return { ...one, tests: isDrilled ? expectedTests(scenario, procedure) : [] };
    }),
  };
};
