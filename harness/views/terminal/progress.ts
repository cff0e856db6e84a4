import type { JournalEvent, Place } from "../../journal/events.ts";
import { type PhaseName, phaseNamed } from "../../phases/index.ts";

/** What the terminal view remembers of a drill, to draw what is going on right now. */
export type Progress = {
  phase?: { readonly name: PhaseName; readonly sinceMs: number; readonly total: number; done: number };
  /** What goes on where no phase does. */
  between: string;
  /** The first line of a phase names it. */
  named: boolean;
  step?: {
    readonly number: number;
    readonly title: string;
    readonly sinceMs: number;
    readonly withinMs: number;
  };
  /** Checks that are being waited for, by title, the oldest first. */
  readonly waiting: Map<string, { readonly sinceMs: number; readonly withinMs: number }>;
  /** What opening the host or the rig is busy with. */
  activity?: { readonly line: string; readonly sinceMs: number };
  /** Sampled checks that are out right now. */
  readonly out: Map<string, number>;
  seenRed: number;
  lookedAt: number;
};

export const newProgress = (): Progress => ({
  between: "opening the host",
  named: false,
  waiting: new Map(),
  out: new Map(),
  seenRed: 0,
  lookedAt: 0,
});

/** Brings what is remembered up to the event. */
export const follow = (progress: Progress, event: JournalEvent): void => {
  if (event.type !== "progress") delete progress.activity;
  switch (event.type) {
    case "progress":
      progress.activity = { line: event.line, sinceMs: event.atMs };
      return;
    case "procedure-started":
      progress.between = "starting the machines";
      delete progress.phase;
      delete progress.step;
      progress.waiting.clear();
      progress.out.clear();
      return;
    case "phase-started":
      enterPhase(progress, event.at, event.total, event.atMs);
      return;
    case "phase-ended":
      progress.between = afterPhase(event.at.phase);
      delete progress.phase;
      delete progress.step;
      progress.waiting.clear();
      return;
    case "step-started":
      progress.step = { ...event, number: event.at.step ?? 0, sinceMs: event.atMs };
      return;
    case "step-ended":
      delete progress.step;
      progress.waiting.clear();
      if (progress.phase) progress.phase.done += 1;
      return;
    case "check-waiting":
      progress.waiting.set(event.outcome.title, { sinceMs: event.atMs, withinMs: event.withinMs });
      return;
    case "check-ended":
      countCheck(progress, event);
      return;
    case "sample-changed":
      if (event.ok) progress.out.delete(event.title);
      else if (!progress.out.has(event.title)) progress.out.set(event.title, event.sentMs);
      return;
    default:
      // The rest changes nothing of what is going on.
      return;
  }
};

/** Between other phases nothing is to be seen: the next one begins at once. */
const afterPhase = (phase: PhaseName): string =>
  phaseNamed(phase)?.savedAs === undefined ? "collecting the logs, cleaning up" : "saving the machines";

const enterPhase = (progress: Progress, at: Place, total: number, atMs: number): void => {
  progress.phase = { name: at.phase, sinceMs: atMs, total, done: 0 };
  progress.named = false;
  progress.seenRed = 0;
  progress.lookedAt = 0;
};

const countCheck = (progress: Progress, event: Extract<JournalEvent, { type: "check-ended" }>): void => {
  progress.waiting.delete(event.outcome.title);
  if (!event.required) {
    progress.lookedAt += 1;
    if (!event.outcome.ok && event.outcome.notAsked === undefined) progress.seenRed += 1;
  } else if (event.at.step === undefined && progress.phase) {
    progress.phase.done += 1;
  }
};
