import type { EventOf } from "../../journal/drill-record.ts";
import type { JournalEvent } from "../../journal/events.ts";
import { type PhaseName, phaseNamed } from "../../phases/index.ts";
import { endWords } from "../must-fail-words.ts";
import { type Row, rowsOf } from "./rows.ts";

/** A part of a procedure. All times here are milliseconds since the procedure began. */
export type Range = { readonly fromMs: number; readonly toMs: number };

type PhaseRange = Range & { readonly phase: PhaseName };

export type StepStart = {
  readonly phase: PhaseName;
  readonly number: number;
  readonly title: string;
  readonly atMs: number;
};

/** A procedure while it was sampled. */
export type SampledProcedure = Range & {
  readonly id: string;
  readonly title: string;
  /** How it ended; absent where the journal ends before the procedure did. */
  readonly verdict?: string;
  readonly rows: readonly Row[];
  readonly phases: readonly PhaseRange[];
  readonly steps: readonly StepStart[];
  /** When the machines stood still to be saved. */
  readonly standstills: readonly Range[];
};

/** The procedures of a drill that were sampled, in the order in which they were carried out. */
export const sampledProcedures = (events: readonly JournalEvent[]): SampledProcedure[] =>
  ofType(events, "procedure-started").flatMap((start) => {
    const found = sampledProcedure(start, events.filter(isOf(start.procedure)));
    return found === undefined ? [] : [found];
  });

const isOf =
  (procedure: string) =>
  (event: JournalEvent): boolean =>
    ("at" in event ? event.at.procedure : "procedure" in event ? event.procedure : "") === procedure;

const ofType = <T extends JournalEvent["type"]>(events: readonly JournalEvent[], type: T): EventOf<T>[] =>
  events.filter((event): event is EventOf<T> => event.type === type);

const sampledProcedure = (
  { procedure, title, atMs: startMs }: EventOf<"procedure-started">,
  events: readonly JournalEvent[],
): SampledProcedure | undefined => {
  const samples = ofType(events, "sample-changed");
  if (samples.length === 0) return undefined;
  const sentMs = samples.map((one) => one.sentMs - startMs);
  const firstMs = Math.min(...sentMs);
  const phases = phaseRanges(events, startMs);
  const range = {
    // A phase that has just begun is drawn from its beginning.
    fromMs: phases.find((one) => one.fromMs <= firstMs && firstMs < one.toMs)?.fromMs ?? firstMs,
    toMs: Math.max(endOfSampling(events) - startMs, ...sentMs.map((ms) => ms + 1)),
  };
  const ended = ofType(events, "procedure-ended").at(-1);
  return {
    id: procedure,
    title,
    ...(ended === undefined ? {} : { verdict: endWords(ended) }),
    ...range,
    rows: rowsOf(samples, startMs, range.toMs),
    phases: within(range, phases),
    steps: ofType(events, "step-started")
      .map(({ at, atMs, ...step }) => ({
        phase: at.phase,
        number: at.step ?? 0,
        title: step.title,
        atMs: atMs - startMs,
      }))
      .filter(({ atMs }) => range.fromMs <= atMs && atMs < range.toMs),
    standstills: within(
      range,
      ofType(events, "state-saved").map(({ atMs, durationMs }) => ({
        fromMs: atMs - durationMs - startMs,
        toMs: atMs - startMs,
      })),
    ),
  };
};

/** The phases that took any time; one that had not ended lasts as long as the procedure. */
const phaseRanges = (events: readonly JournalEvent[], startMs: number): PhaseRange[] =>
  ofType(events, "phase-started").flatMap(({ at: { phase }, atMs }) => {
    const end = ofType(events, "phase-ended").find((one) => one.at.phase === phase && one.atMs >= atMs);
    const toMs = end?.atMs ?? Number.POSITIVE_INFINITY;
    return toMs > atMs ? [{ phase, fromMs: atMs - startMs, toMs: toMs - startMs }] : [];
  });

const within = <T extends Range>(range: Range, parts: readonly T[]): T[] =>
  parts
    .filter(({ fromMs, toMs }) => fromMs < range.toMs && toMs > range.fromMs)
    .map((one) => ({
      ...one,
      fromMs: Math.max(one.fromMs, range.fromMs),
      toMs: Math.min(one.toMs, range.toMs),
    }));

/** The journal does not say when a sampling ended; it ends before whatever of this comes after its last change. */
const endOfSampling = (events: readonly JournalEvent[]): number => {
  const later = events.slice(events.findLastIndex(({ type }) => type === "sample-changed") + 1);
  const end = later.find(
    (event) =>
      (event.type === "phase-started" && phaseNamed(event.at.phase)?.isSampled !== true) ||
      ["outage-measured", "failure", "evidence-collected", "procedure-ended"].includes(event.type),
  );
  return (end ?? events.at(-1))?.atMs ?? 0;
};
