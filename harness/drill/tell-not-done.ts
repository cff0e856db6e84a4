import type { DrillPlan } from "../plan/drill-plan.ts";
import { mustFailField } from "./fail-as-said.ts";
import type { Surroundings } from "./surroundings.ts";

/** Writes down that the procedure is not carried out, and why. */
export const tellNotDone = (
  { scenario }: DrillPlan,
  { emit }: Pick<Surroundings, "emit">,
  { procedure, verdict, reason }: { procedure: string; verdict: "skipped" | "unknown"; reason: string },
): void => {
  const one = scenario.procedures[procedure];
  const expected = mustFailField(one);
  emit({ type: "procedure-started", procedure, title: one?.title ?? "", ...expected });
  emit({ type: "procedure-ended", procedure, verdict, ...expected, reason });
};

/** The procedure that was stopped by what would stop every other, and by what. */
export type Stopped = { readonly procedure: string; readonly why: string };

export const notBegunReason = ({ procedure, why }: Stopped): string =>
  `not begun: what stopped ${procedure} would stop it, too: ${why}`;
