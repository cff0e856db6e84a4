import { join } from "node:path";
import type { Project } from "../config/load-project.ts";
import { systemClock } from "../drill/clock.ts";
import { type DrillResult, runDrill } from "../drill/run-drill.ts";
import { isVerifiedRecovery, recordOf } from "../journal/drill-record.ts";
import { type Journal, openJournal } from "../journal/open-journal.ts";
import type { DrillPlan } from "../plan/drill-plan.ts";
import { currentCommit } from "./current-commit.ts";
import { drillbookVersion } from "./drillbook-version.ts";
import { listenForInterruption } from "./interruption.ts";
import { openHost } from "./open-host.ts";
import { showDrill } from "./show-drill.ts";
import { writeRunbook } from "./write-runbook.ts";
import { writeTimeline } from "./write-timeline.ts";

/** What drills are run with, beside their plans. */
type DrillsRun = {
  /** The folder for the page, and for what each drill leaves in its own folder. */
  readonly report: string;
  /** Whose images the machines have, whose inventory the page, and whose commit the journal. */
  readonly project: Pick<Project, "root" | "inventory" | "machines">;
  /** Called with each journal before its first line. */
  readonly attach?: (plan: DrillPlan, journal: Journal) => void;
  /** Told what is not in the journal, for example that Ctrl-C was heard. */
  readonly notice?: (plan: DrillPlan, line: string) => void;
  /** Called at the end of each drill, before any page is written. */
  readonly ended?: (plan: DrillPlan, done: DrillDone) => void;
  /** How tests bring hosts of their own. */
  readonly open?: typeof openHost;
};

export type DrillDone = DrillResult & {
  readonly journal: Pick<Journal, "file" | "events">;
  /** The picture of what was sampled; absent when nothing was. */
  readonly timelineFile?: string;
};

/**
 * Drills one plan after the other, each with a journal of its own, until one is interrupted; then writes one page from
 * the first that verified, with what the others showed, and one more for each plan with a page of its own.
 */
export const runDrills = async (plans: readonly DrillPlan[], run: DrillsRun): Promise<DrillDone[]> => {
  const journals: Journal[] = [];
  const all: DrillDone[] = [];
  try {
    for (const plan of plans) {
      const report = join(run.report, plan.folders.own);
      const notice = (line: string) => run.notice?.(plan, line);
      const journal = openJournal(join(report, "journal.ndjson"), { clock: systemClock });
      journals.push(journal);
      showDrill(journal);
      run.attach?.(plan, journal);
      const result = await onHost(plan, { ...run, report, journal, notice });
      const timelineFile = writeTimeline(report, journal.events, notice);
      const done = { ...result, journal, ...(timelineFile === undefined ? {} : { timelineFile }) };
      all.push(done);
      run.ended?.(plan, done);
      if (done.verdict === "interrupted") return all;
    }
    const pages = new Set<string>();
    for (const [index, plan] of plans.entries()) {
      const journal = journals[index];
      if (journal === undefined || all[index]?.verdict !== "verified" || pages.has(plan.page)) continue;
      if (!recordOf(journal.events).procedures.some(isVerifiedRecovery)) continue;
      pages.add(plan.page);
      const others = journals.filter((one) => one !== journal);
      await writeRunbook(plan, {
        journal,
        others,
        alike: others.filter((one) => plans[journals.indexOf(one)]?.page === plan.page),
        inventory: await run.project.inventory(),
        inReport: join(run.report, pages.size === 1 ? "runbook.md" : `${plan.page}.md`),
      });
    }
    return all;
  } finally {
    for (const journal of journals) journal.close();
  }
};

/** Opens a host, drills on it, and closes it whatever happens; Ctrl-C ends it in order. */
const onHost = async (
  plan: DrillPlan,
  {
    report,
    journal,
    notice,
    project,
    open = openHost,
  }: Pick<DrillsRun, "report" | "project" | "open"> & {
    readonly journal: Journal;
    readonly notice: (line: string) => void;
  },
): Promise<DrillResult> => {
  using interruption = listenForInterruption((reason) => notice(`interrupted by ${reason}: cleaning up`));
  const { signal } = interruption;
  return await runDrill(plan, {
    openHost: () =>
      open(plan, project.machines, (line) => journal.append({ type: "progress", line }), signal),
    clock: systemClock,
    signal,
    emit: (event) => journal.append(event),
    report,
    version: drillbookVersion(),
    commit: currentCommit(project.root),
  });
};
