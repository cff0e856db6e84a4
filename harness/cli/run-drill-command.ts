import type { Project } from "../config/load-project.ts";
import { drilledProcedures } from "../plan/drill-plan.ts";
import { exitCodeOf } from "../scenario/verdict.ts";
import type { CommandOptions } from "./drill-options.ts";
import { listenForInterruption } from "./interruption.ts";
import { usualJobs } from "./jobs/usual-jobs.ts";
import { exitCodeOfAll } from "./kinds-end.ts";
import { lastTimes } from "./last-times.ts";
import { loadAllPlans } from "./load-plans.ts";
import { newReportFolder } from "./report-folder.ts";
import { runDrills } from "./run-drills.ts";
import { showDrills } from "./show-drills.ts";

/** What may stand where a scenario does. */
const commandWords = ["list", "plan", "diagnose", "doctor", "shell", "clean"];

/** Runs the drills that the command line asks for, one for each scenario and variant, and answers the exit code. */
export const runDrillCommand = async (
  ids: readonly string[],
  { jobs: asked, ...options }: CommandOptions & { readonly jobs?: number | undefined },
  project: Project,
): Promise<number> => {
  // Before anything runs: a page that cannot be written is told now.
  await project.inventory();
  // Recoveries of one drill are compared, so they disturb each other only where that is asked for.
  const sideBySide = asked !== undefined;
  const several = asked !== undefined && asked > 1;
  const plans = await loadAllPlans(ids, { ...options, sideBySide: several }, project, commandWords);
  const parts = sideBySide ? plans.flatMap(drilledProcedures).length : plans.length;
  const jobs = Math.max(1, Math.min(asked ?? usualJobs(), parts));
  const [only, ...others] = ids;
  const name = only !== undefined && others.length === 0 ? only : "drills";
  const report = newReportFolder(options.reports, name, new Date());
  using view = showDrills(plans, { report, jobs, json: options.json === true });
  using interruption = listenForInterruption((reason) =>
    view.notice(`interrupted by ${reason}: cleaning up`),
  );
  const { signal } = interruption;
  const done = await runDrills(plans, {
    ...{ report, project, signal, jobs, sideBySide },
    lastTimes: lastTimes(options.reports, ids),
    attach: (plan, journal) => view.attach(plan, journal),
    notice: (plan, line) => view.notice(line, plan),
    ended: (one) => view.ended(one),
  });
  view.end(done);
  return signal.aborted && done.length < plans.length ? exitCodeOf("interrupted") : exitCodeOfAll(done);
};
