import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DrillsRun, runDrills } from "../cli/run-drills.ts";
import type { Project } from "../config/load-project.ts";
import { type DrillRecord, recordOf } from "../journal/drill-record.ts";
import type { JournalEvent } from "../journal/events.ts";
import type { DrillPlan } from "../plan/drill-plan.ts";
import { renderJUnit } from "./drill-junit.ts";
import { failureText } from "./failure-text.ts";
import type { DrillMeta, Span } from "./test-meta.ts";

/** A drill that has ended, as its tests and the reporter need it. */
export type DrilledScenario = { readonly record: DrillRecord; readonly meta: DrillMeta };

/** Drills as planned, as one of so many that run at once, and leaves the report below the game day's. */
export const drillOf = async (
  plan: DrillPlan,
  project: Pick<Project, "root" | "inventory" | "platform" | "machines">,
  together: Pick<DrillsRun, "signal" | "jobs" | "sideBySide" | "slots">,
): Promise<DrilledScenario> => {
  const report = join(plan.folders.reports, plan.scenario.id);
  const [beganAtMs, beganMs] = [Date.now(), performance.now()];
  const [done] = await runDrills([plan], { report, project, ...together });
  if (done === undefined) throw new TypeError("one plan is one drill");
  const { events } = done.journal;
  writeFileSync(join(report, "junit.xml"), renderJUnit(events));
  const record = recordOf(events);
  const failures = record.procedures.flatMap((one) => one.failures);
  return {
    record,
    meta: {
      beganAtMs,
      tookMs: performance.now() - beganMs,
      verdict: done.verdict,
      procedures: spansOf(events),
      messages: failures.map(failureText),
    },
  };
};

/** The duration of each procedure, with the start and removal of its machines. */
const spansOf = (events: readonly JournalEvent[]): Readonly<Record<string, Span>> => {
  const began = new Map<string, JournalEvent>();
  const spans: Record<string, Span> = {};
  for (const event of events) {
    if (event.type === "procedure-started") began.set(event.procedure, event);
    if (event.type !== "procedure-ended") continue;
    const first = began.get(event.procedure);
    if (first === undefined) continue;
    spans[event.procedure] = { beganAtMs: first.atMs, tookMs: event.sinceMs - first.sinceMs };
  }
  return spans;
};
