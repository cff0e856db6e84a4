import {
  type Asked,
  skipReasonOfDrill,
  skipReasonOfProcedure,
  skipReasonOfProcedures,
} from "../drill/skipped.ts";
import { type Scenario, scenarioWith } from "../scenario/scenario.ts";
import { type ExpectedTest, expectedTests } from "./expected-tests.ts";

/** The expectations of a game day about a drill, before it runs. */
export type ExpectedDrill = {
  readonly verdict: "verified" | "skipped";
  /** The reason when the whole drill is skipped. */
  readonly skipped?: string;
  readonly procedures: readonly ExpectedProcedure[];
};

export type ExpectedProcedure = {
  readonly id: string;
  /** The reason when it is skipped; then it has no tests. */
  readonly skipped?: string;
  readonly tests: readonly ExpectedTest[];
};

/** Every procedure of the scenario, with the podman that is usual: what is skipped, and the tests of the others. */
export const expectedDrill = (
  given: Scenario,
  { kind, impossible }: Pick<Asked, "kind" | "impossible">,
): ExpectedDrill => {
  const scenario = scenarioWith(given);
  const asked: Asked = { scenario, procedures: Object.keys(scenario.procedures), kind, impossible };
  const skipped = skipReasonOfDrill(asked);
  // Then the drill does not reach its procedures.
  if (skipped !== undefined) return { verdict: "skipped", skipped, procedures: [] };
  const ofAll = skipReasonOfProcedures(asked);
  const procedures = Object.entries(scenario.procedures).map(([id, procedure]): ExpectedProcedure => {
    const reason = skipReasonOfProcedure(asked, id);
    return reason === undefined
      ? { id, tests: expectedTests(scenario, procedure) }
      : { id, skipped: reason, tests: [] };
  });
  return ofAll === undefined
    ? { verdict: "verified", procedures }
    : { verdict: "skipped", skipped: ofAll, procedures };
};
