import { join } from "node:path";
import type { Project } from "../config/load-project.ts";
import type { DrillPlan } from "../plan/drill-plan.ts";
import type { LiveView } from "../views/live-view.ts";
import { openLiveView } from "../views/open-live-view.ts";
import { onVariant } from "../views/variant-words.ts";
import type { CommandOptions } from "./drill-options.ts";
import { exitCodeOfAll, printKinds } from "./kinds-end.ts";
import { loadPlans } from "./load-plans.ts";
import { newReportFolder } from "./report-folder.ts";
import { type DrillDone, runDrills } from "./run-drills.ts";
import { shownPath } from "./shown-path.ts";

/** What may stand where a scenario does. */
const commandWords = ["list", "plan", "diagnose", "doctor", "shell", "clean"];

/** Runs the drills that the command line asks for, one for each variant, and answers the exit code. */
export const runDrillCommand = async (
  id: string,
  options: CommandOptions,
  project: Project,
): Promise<number> => {
  // Before anything runs: a page that cannot be written is told now.
  await project.inventory();
  const plans = await loadPlans(id, options, project.variants, commandWords);
  const report = newReportFolder(options.reports, id, new Date());
  const mode = options.json === true ? "json" : "auto";
  const { stdout, stderr, env } = process;
  const variants = plans.map(({ variant }) => variant);
  const views = new Map<DrillPlan, LiveView>();
  const endView = (plan: DrillPlan, { journal, timelineFile: file }: DrillDone): void => {
    const timeline = file === undefined ? undefined : shownPath(file);
    const folder = shownPath(join(report, plan.folders.own));
    views.get(plan)?.end(journal.events, { report: folder, timeline });
    views.get(plan)?.close();
  };
  try {
    const done = await runDrills(plans, {
      report,
      project,
      attach: (plan, journal) => {
        const among = plans.length === 1 ? {} : { among: plan.variant };
        const view = openLiveView({ mode, stdout, stderr, env, ...among });
        journal.subscribe((event, line) => view.event(event, line));
        views.set(plan, view);
        const number = `drill ${plans.indexOf(plan) + 1} of ${plans.length}`;
        if (plans.length > 1) view.notice(`${number}, on ${onVariant(plan.variant, variants)}`);
      },
      notice: (plan, line) => views.get(plan)?.notice(line),
      // Of a single drill, the end tells of the page, too.
      ended: (plan, one) => plans.length > 1 && endView(plan, one),
    });
    const usual = plans.find(({ page }) => page === id) ?? plans[0];
    if (plans.length > 1 && usual) printKinds(usual.scenario, done, { reportDir: report, mode });
    else for (const [index, plan] of plans.entries()) if (done[index]) endView(plan, done[index]);
    return exitCodeOfAll(done);
  } finally {
    for (const view of views.values()) view.close();
  }
};
