import { readFileSync } from "node:fs";
import type { EventBody, JournalEvent } from "../events.ts";

/** Every type of event, kept complete by the compiler. */
const known: Readonly<Record<EventBody["type"], true>> = {
  "drill-started": true,
  progress: true,
  "procedure-started": true,
  "machine-ready": true,
  "started-from": true,
  "state-saved": true,
  waited: true,
  "phase-started": true,
  "phase-ended": true,
  "step-started": true,
  "step-ended": true,
  "action-ended": true,
  "check-waiting": true,
  "check-ended": true,
  "sample-changed": true,
  "outage-measured": true,
  "loss-measured": true,
  "check-unproven": true,
  "evidence-collected": true,
  captured: true,
  failure: true,
  "procedure-ended": true,
  "cleanup-failed": true,
  kept: true,
  "runbook-written": true,
  "drill-ended": true,
};

export const eventTypes = Object.keys(known) as readonly EventBody["type"][];

/** The events of a journal's file. @throws Error for a line that is cut, or is no event */
export const readJournal = (file: string): readonly JournalEvent[] => {
  const lines = readFileSync(file, "utf8").split("\n");
  const rest = lines.pop();
  if (rest !== "") throw new Error(`the journal ends in half a line: ${rest}`);
  return lines.map((line) => {
    const event = JSON.parse(line) as JournalEvent;
    const isEvent = Object.hasOwn(known, event.type) && Number.isFinite(event.atMs + event.sinceMs);
    if (!isEvent) throw new Error(`no event of a journal: ${line}`);
    return event;
  });
};
