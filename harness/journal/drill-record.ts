import type { PhaseName } from "../phases/index.ts";
import type { LossReport } from "../scenario/loss.ts";
import type { Terms } from "../scenario/terms.ts";
import { unknownKind } from "../scenario/walk.ts";
import type { ExpectedFailure, JournalEvent, Outage, PhaseManner, Place } from "./events.ts";

export type EventOf<T extends JournalEvent["type"]> = Extract<JournalEvent, { readonly type: T }>;

/** One step as it went; without `ok` it had not ended when the journal did. */
export type StepRecord = {
  readonly number: number;
  title: string;
  withinMs: number;
  ok?: boolean;
  durationMs?: number;
  readonly actions: EventOf<"action-ended">[];
  readonly checks: EventOf<"check-ended">[];
};

export type PhaseRecord = {
  readonly phase: PhaseName;
  readonly how?: PhaseManner;
  /** How many steps it has, or checks where it has no steps; absent when its beginning is not in the journal. */
  readonly total?: number;
  ok?: boolean;
  durationMs?: number;
  readonly steps: StepRecord[];
  /** Checks that belong to no step. */
  readonly checks: EventOf<"check-ended">[];
};

export type ProcedureRecord = {
  readonly id: string;
  title: string;
  /** The saved state that its machines started from. */
  startedFrom?: EventOf<"started-from">;
  /** The procedure whose machines, with the incident in them, this one went on with. */
  origin?: ProcedureRecord;
  readonly saved: EventOf<"state-saved">[];
  readonly machines: EventOf<"machine-ready">[];
  /** In the order in which they began. */
  readonly phases: PhaseRecord[];
  readonly samples: EventOf<"sample-changed">[];
  readonly outages: Outage[];
  readonly losses: LossReport[];
  /** Titles of checks that were never seen red. */
  readonly unproven: string[];
  readonly failures: EventOf<"failure">[];
  /** Absent for a recovery. */
  mustFail?: ExpectedFailure;
  /** On which it recovers; absent where there are none. */
  terms?: Terms;
  /** It failed where it must. */
  expectedFailure?: EventOf<"failure">;
  /** Files with what passed in the networks. */
  captured?: readonly string[];
  ended?: EventOf<"procedure-ended">;
};

/** A journal put in order: what each procedure, phase and step came to. */
export type DrillRecord = {
  readonly started: EventOf<"drill-started">;
  readonly procedures: ProcedureRecord[];
  readonly cleanUpFailures: EventOf<"cleanup-failed">[];
  /** The file of its page. */
  runbook?: string;
  ended?: EventOf<"drill-ended">;
};

/** Puts the events of one drill in order. @throws TypeError when no drill was started, or for an unknown event */
export const recordOf = (events: readonly JournalEvent[]): DrillRecord => {
  const started = startOf(events);
  const record: DrillRecord = { started, procedures: [], cleanUpFailures: [] };
  for (const event of events) add(record, event);
  return record;
};

const startOf = (events: readonly JournalEvent[]): EventOf<"drill-started"> => {
  const found = events.find((event) => event.type === "drill-started");
  if (!found) throw new TypeError("no drill was started in this journal");
  return found;
};

const add = (record: DrillRecord, event: JournalEvent): void => {
  switch (event.type) {
    case "procedure-started":
      addProcedure(procedureOf(record, event.procedure), event);
      return;
    case "started-from":
      addStart(record, event);
      return;
    case "state-saved":
      procedureOf(record, event.procedure).saved.push(event);
      return;
    case "machine-ready":
      procedureOf(record, event.procedure).machines.push(event);
      return;
    case "phase-started":
      procedureOf(record, event.at.procedure).phases.push({
        phase: event.at.phase,
        total: event.total,
        ...(event.how === undefined ? {} : { how: event.how }),
        steps: [],
        checks: [],
      });
      return;
    case "phase-ended":
      Object.assign(phaseOf(record, event.at), { ok: event.ok, durationMs: event.durationMs });
      return;
    case "step-started":
      Object.assign(stepOf(record, event.at), { title: event.title, withinMs: event.withinMs });
      return;
    case "step-ended":
      Object.assign(stepOf(record, event.at), { ok: event.ok, durationMs: event.durationMs });
      return;
    case "action-ended":
      stepOf(record, event.at).actions.push(event);
      return;
    case "check-ended":
      (event.at.step === undefined ? phaseOf : stepOf)(record, event.at).checks.push(event);
      return;
    case "sample-changed":
      procedureOf(record, event.procedure).samples.push(event);
      return;
    case "outage-measured":
      procedureOf(record, event.procedure).outages.push(event.outage);
      return;
    case "loss-measured":
      procedureOf(record, event.procedure).losses.push(event.loss);
      return;
    case "check-unproven":
      procedureOf(record, event.procedure).unproven.push(event.title);
      return;
    case "failure":
      addFailure(procedureOf(record, event.at.procedure), event);
      return;
    case "captured":
      procedureOf(record, event.procedure).captured = event.files;
      return;
    case "procedure-ended":
      procedureOf(record, event.procedure).ended = event;
      return;
    case "cleanup-failed":
      record.cleanUpFailures.push(event);
      return;
    case "runbook-written":
      record.runbook = event.file;
      return;
    case "drill-ended":
      record.ended = event;
      return;
    case "drill-started":
    case "progress":
    case "waited":
    case "check-waiting":
    case "evidence-collected":
    case "kept":
      return;
    default:
      unknownKind(event);
  }
};

const procedureOf = (record: DrillRecord, id: string): ProcedureRecord => {
  const found = record.procedures.find((one) => one.id === id);
  if (found) return found;
  const made: ProcedureRecord = {
    id,
    title: "",
    saved: [],
    machines: [],
    phases: [],
    samples: [],
    outages: [],
    losses: [],
    unproven: [],
    failures: [],
  };
  record.procedures.push(made);
  return made;
};

const addProcedure = (
  one: ProcedureRecord,
  { title, mustFail, terms }: EventOf<"procedure-started">,
): void => {
  one.title = title;
  if (terms !== undefined) one.terms = terms;
  if (mustFail !== undefined) one.mustFail = mustFail;
};

const addFailure = (one: ProcedureRecord, event: EventOf<"failure">): void => {
  if (event.expected === true) one.expectedFailure = event;
  else one.failures.push(event);
};

const addStart = (record: DrillRecord, event: EventOf<"started-from">): void => {
  const procedure = procedureOf(record, event.procedure);
  procedure.startedFrom = event;
  if (event.of !== undefined) procedure.origin = procedureOf(record, event.of);
};

/** The phase as the procedure went through it, or as the one did from whose machines it went on. */
export const phaseSeenBy = (one: ProcedureRecord, phase: PhaseName): PhaseRecord | undefined =>
  one.phases.find((candidate) => candidate.phase === phase) ??
  one.origin?.phases.find((candidate) => candidate.phase === phase);

const phaseOf = (record: DrillRecord, at: Place): PhaseRecord => {
  const { phases } = procedureOf(record, at.procedure);
  const found = phases.findLast((one) => one.phase === at.phase);
  if (found) return found;
  const made: PhaseRecord = { phase: at.phase, steps: [], checks: [] };
  phases.push(made);
  return made;
};

const stepOf = (record: DrillRecord, at: Place): StepRecord => {
  const { steps } = phaseOf(record, at);
  const found = steps.find((one) => one.number === at.step);
  if (found) return found;
  const made: StepRecord = { number: at.step ?? 0, title: "", withinMs: 0, actions: [], checks: [] };
  steps.push(made);
  return made;
};

/** The steps of a phase as they went; none where the drill did not come to it. */
export const stepsIn = ({ phases }: ProcedureRecord, phase: PhaseName): readonly StepRecord[] =>
  phases.find((one) => one.phase === phase)?.steps ?? [];

/** A procedure that must fail is none. */
export const isRecovery = ({ mustFail }: Pick<ProcedureRecord, "mustFail">): boolean =>
  mustFail === undefined;

export const isVerifiedRecovery = (one: ProcedureRecord): boolean =>
  isRecovery(one) && one.ended?.verdict === "verified";

/** Why no machine was ever started, when the host was to blame. */
export const notBegunBecause = ({ procedures }: DrillRecord): EventOf<"failure"> | undefined =>
  procedures.some(({ machines }) => machines.length > 0)
    ? undefined
    : procedures.flatMap(({ failures }) => failures).find(({ code }) => code === "host-not-ready");
