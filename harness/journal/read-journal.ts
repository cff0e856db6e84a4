import { readFileSync } from "node:fs";
import { UsageError } from "../errors.ts";
import { type EventBody, type JournalEvent, journalSchema } from "./events.ts";

export type ReadJournal = {
  readonly events: readonly JournalEvent[];
  /** The beginning of a last line that was not written to its end; the drill was killed then. */
  readonly cut?: string;
};

/** Every type of event, kept complete by the compiler. */
const known: Readonly<Record<EventBody["type"], true>> = {
  "drill-started": true,
  progress: true,
  "procedure-started": true,
  "machine-ready": true,
  "started-from": true,
  "state-saved": true,
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

/** Reads a journal. @throws UsageError when it is not one, is broken, or was written by a newer drillbook */
export const readJournal = (file: string): ReadJournal => {
  let content: string;
  try {
    content = readFileSync(file, "utf8");
  } catch (cause) {
    throw new UsageError("the journal cannot be read", { where: file, got: (cause as Error).message, cause });
  }
  return parseJournal(content, file);
};

/** The events of a journal's text; `file` is named in messages. @throws UsageError as readJournal does */
export const parseJournal = (content: string, file: string): ReadJournal => {
  const lines = content.split("\n");
  const rest = lines.pop() ?? "";
  const events: JournalEvent[] = [];
  // Only the progress of opening the host may stand before the drill's own first event.
  let started = false;
  for (const [index, line] of lines.entries()) {
    const event = parseLine(line, `${file}:${index + 1}`);
    const where = `${file}:${index + 1}`;
    if (event.type === "drill-started") {
      checkSchema(event, where);
      started = true;
    } else if (!started && event.type !== "progress") {
      throw notAJournal(event, where);
    }
    events.push(event);
  }
  if (events.length === 0) {
    throw new UsageError("the journal holds no event", { where: file, next: "run the drill again" });
  }
  return rest === "" ? { events } : { events, cut: rest };
};

const parseLine = (line: string, where: string): JournalEvent => {
  const broken = (got: string): UsageError =>
    new UsageError("a line of the journal is broken", {
      where,
      expected: "one JSON object: an event with type, atMs and sinceMs",
      got,
      next: "the file was changed after it was written; run the drill again",
    });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw broken((cause as Error).message);
  }
  if (typeof value !== "object" || value === null) throw broken(line.slice(0, 80));
  const event = value as Partial<JournalEvent>;
  if (typeof event.atMs !== "number" || typeof event.sinceMs !== "number") throw broken("no time");
  // The schema of the first line is looked at before its other fields, so that a newer journal is called newer.
  if (event.type !== "drill-started" && !Object.hasOwn(known, String(event.type))) {
    throw broken(`an event of the unknown type ${JSON.stringify(event.type)}`);
  }
  return event as JournalEvent;
};

const notAJournal = (event: JournalEvent, where: string): UsageError =>
  new UsageError("this is not a journal of a drill", {
    where,
    expected: "the event drill-started",
    got: event.type,
  });

const checkSchema = (event: Extract<JournalEvent, { type: "drill-started" }>, where: string): void => {
  if (event.schema <= journalSchema) return;
  throw new UsageError("the journal was written by a newer drillbook", {
    where,
    expected: `schema ${journalSchema} or older`,
    got: `schema ${event.schema}, by drillbook ${event.drillbook}`,
    next: "update drillbook, then try again",
  });
};
