import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runDrillRequest } from "../cli/run-drill-requests.ts";
import type { Project } from "../config/load-project.ts";
import { type DrillRecord, recordOf } from "../journal/drill-record.ts";
import type { JournalEvent } from "../journal/events.ts";
import type { MachineKind } from "../scenario/machine-kind.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { renderJUnit } from "./drill-junit.ts";
import { failureText } from "./failure-text.ts";
import type { GameDayPlan } from "./plan.ts";
import type { DrillMeta, Span } from "./test-meta.ts";

/** A drill that has ended, as its tests and the reporter need it. */
export type DrilledScenario = { readonly record: DrillRecord; readonly meta: DrillMeta };

/** Drills the whole scenario on this kind; its report is below the game day's. */
export const drillOf = async (
  scenario: Scenario,
  on: MachineKind,
  { report, runbooks, setup }: GameDayPlan,
  project: Project,
): Promise<DrilledScenario> => {
  const reportDir = join(report, scenario.id);
  const [beganAtMs, beganMs] = [Date.now(), performance.now()];
  const done = await runDrillRequest({
    scenario,
    procedures: Object.keys(scenario.procedures),
    without: { fault: false, steps: [] },
    options: {
      keep: false,
      setup,
      // The game day's engine, named by DOCKER_HOST.
      engine: "auto",
      on,
      runbooks,
    },
    project,
    reportDir,
    attach: () => {},
    notice: () => {},
  });
  const { events } = done.journal;
  writeFileSync(join(reportDir, "junit.xml"), renderJUnit(events));
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
