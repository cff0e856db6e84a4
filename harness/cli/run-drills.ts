import { join } from "node:path";
import type { Project } from "../config/load-project.ts";
import { systemClock } from "../drill/clock.ts";
import { type DrillResult, runDrill } from "../drill/run-drill.ts";
import type { Slots } from "../drill/surroundings.ts";
import { type Journal, openJournal } from "../journal/open-journal.ts";
import type { DrillPlan } from "../plan/drill-plan.ts";
import { currentCommit } from "./current-commit.ts";
import type { DrillDone } from "./drill-done.ts";
import { drillbookVersion } from "./drillbook-version.ts";
import { runJobs } from "./jobs/run-jobs.ts";
import { openHost } from "./open-host.ts";
import { scenarioReport } from "./scenario-report.ts";
import { showDrill } from "./show-drill.ts";
import { writePages } from "./write-pages.ts";
import { writeTimeline } from "./write-timeline.ts";

/** What drills are run with, beside their plans. */
export type DrillsRun = {
  /** The folder for pages, and for what each drill leaves in its own folder. */
  readonly report: string;
  /** Whose images the machines have, whose inventory and platform the page, and whose commit the journal. */
  readonly project: Pick<Project, "root" | "inventory" | "platform" | "machines">;
  /** Raised when the operator wants to stop: drills end in order, and no other is begun. */
  readonly signal: AbortSignal;
  /** How many run at once. @default 1 */
  readonly jobs?: number;
  /** Procedures of one drill run side by side, too, where jobs are left. @default one after the other */
  readonly sideBySide?: boolean;
  /** The slots that drills of other calls have, too. @default own ones */
  readonly slots?: Slots | undefined;
  /** How long drills took the last time, by scenario, in milliseconds. @default nothing is known */
  readonly lastTimes?: Readonly<Record<string, number>>;
  /** Called with each journal before its first line. */
  readonly attach?: (plan: DrillPlan, journal: Journal) => void;
  /** Told what is not in the journal, for example that no picture could be written. */
  readonly notice?: (plan: DrillPlan, line: string) => void;
  /** Called at the end of each drill, before its page is written. */
  readonly ended?: (done: DrillDone) => void;
  /** How tests bring hosts of their own. */
  readonly open?: typeof openHost;
};

/**
 * Drills the plans, each with a journal of its own, and writes the pages of a scenario once all of its drills have
 * ended; of one that was interrupted, none. Answers those that were begun, in the order of the plans.
 */
export const runDrills = async (plans: readonly DrillPlan[], run: DrillsRun): Promise<DrillDone[]> => {
  const { project, signal, jobs = 1, lastTimes = {} } = run;
  const all = new Map<DrillPlan, DrillDone>();
  const journals: Journal[] = [];
  const drill = async (plan: DrillPlan, slots: Slots | undefined): Promise<void> => {
    const folder = scenarioReport(run.report, plans, plan);
    const report = join(folder, plan.folders.own);
    const notice = (line: string) => run.notice?.(plan, line);
    const journal = openJournal(join(report, "journal.ndjson"), { clock: systemClock });
    journals.push(journal);
    showDrill(journal);
    run.attach?.(plan, journal);
    const result = await onHost(plan, { ...run, slots: run.slots ?? slots, report, journal });
    const timelineFile = writeTimeline(report, journal.events, notice);
    const done = {
      ...result,
      plan,
      journal,
      report,
      ...(timelineFile === undefined ? {} : { timelineFile }),
    };
    all.set(plan, done);
    run.ended?.(done);
    const ofScenario = plans.filter((one) => one.scenario.id === plan.scenario.id);
    const ended = ofScenario.flatMap((one) => all.get(one) ?? []);
    if (ended.length < ofScenario.length || ended.some(({ verdict }) => verdict === "interrupted")) return;
    await writePages(ended, {
      folder,
      inventory: await project.inventory(),
      platform: project.platform,
    });
  };
  try {
    const asked = plans.map((plan) => ({
      plan,
      costMs: lastTimes[plan.scenario.id],
      alone: plan.scenario.alone !== undefined,
    }));
    await runJobs(asked, ({ plan }, slots) => drill(plan, slots), { jobs, signal });
    return plans.flatMap((plan) => all.get(plan) ?? []);
  } finally {
    for (const journal of journals) journal.close();
  }
};

/** Opens a host, drills on it, and closes it whatever happens. */
const onHost = async (
  plan: DrillPlan,
  {
    report,
    journal,
    project,
    signal,
    jobs = 1,
    sideBySide = false,
    slots,
    open = openHost,
  }: Omit<DrillsRun, "attach" | "notice" | "ended"> & { readonly journal: Journal },
): Promise<DrillResult> =>
  await runDrill(plan, {
    openHost: () =>
      open(plan, project.machines, (line) => journal.append({ type: "progress", line }), signal),
    clock: systemClock,
    signal,
    startsAhead: jobs === 1,
    ...(sideBySide && slots !== undefined ? { slots } : {}),
    emit: (event) => journal.append(event),
    report,
    version: drillbookVersion(),
    commit: currentCommit(project.root),
  });
