import type { Journal } from "../journal/open-journal.ts";
import type { DrillPlan } from "../plan/drill-plan.ts";
import type { DrillDone } from "./drill-done.ts";

/** What is seen of the drills of a command. */
export interface ShownDrills extends Disposable {
  /** Follows the drill of this plan. */
  attach(plan: DrillPlan, journal: Journal): void;
  /** Says something that is in no journal, of one drill or of all. */
  notice(line: string, plan?: DrillPlan): void;
  /** This one has ended; its page is not written yet. */
  ended(done: DrillDone): void;
  /** Everything has ended, and the pages are written. */
  end(all: readonly DrillDone[]): void;
}

export type ShowOptions = {
  /** The folder of the command's report. */
  readonly report: string;
  /** How many run at once. */
  readonly jobs: number;
  readonly json: boolean;
};
