import type { DrillResult } from "../drill/run-drill.ts";
import type { Journal } from "../journal/open-journal.ts";
import type { DrillPlan } from "../plan/drill-plan.ts";

/** A drill of a command that has ended. */
export type DrillDone = DrillResult & {
  readonly plan: DrillPlan;
  readonly journal: Journal;
  /** The folder of what it left. */
  readonly report: string;
  /** The picture of what was sampled; absent when nothing was. */
  readonly timelineFile?: string;
};
