import { HostNotReadyError, InterruptedError } from "../errors.ts";
import type { EventBody } from "../journal/events.ts";
import { journalSchema } from "../journal/events.ts";
import type { RigHost } from "../machines/rig-host.ts";
import { type DrillPlan, drilledProcedures, withoutWords } from "../plan/drill-plan.ts";
import { digestOfValue } from "../scenario/digest.ts";
import { assertValid } from "../scenario/validate.ts";
import { exitCodeOf, type Verdict, worst } from "../scenario/verdict.ts";
import { type Clock, orInterrupted } from "./clock.ts";
import { mustFailField } from "./fail-as-said.ts";
import { cleanUpHeadline, describeError, verdictOfError } from "./failure.ts";
import { NextRig } from "./next-rig.ts";
import { type ProcedureResult, runProcedure, startOptions } from "./run-procedure.ts";
import { SavedStates } from "./saved-states.ts";

/** What a drill is run with, beside its plan. */
export type Surroundings = {
  /** Finds or starts what the machines need; whatever it opened is closed by the drill. */
  readonly openHost: () => Promise<RigHost>;
  readonly clock: Clock;
  /** Raised when the operator wants to stop. */
  readonly signal: AbortSignal;
  readonly emit: (event: EventBody) => void;
  /** The folder for what is collected from the machines. */
  readonly report: string;
  /** The machines of the next procedure may be started while one recovers: no other drill needs the host. @default false */
  readonly startsAhead?: boolean;
  readonly version: string;
  readonly commit: string;
};

export type DrillResult = { readonly verdict: Verdict; readonly exitCode: number };

/** Of the host's slowdown: a drill alone on two processors sees up to 2.5, of its own processes. */
const worthTelling = 4;

/**
 * Runs the procedures of a plan one after the other, each on machines of its own, and answers the worst verdict.
 * @throws ScenarioError when the scenario is not valid; no machine was touched then
 */
export const runDrill = async (plan: DrillPlan, around: Surroundings): Promise<DrillResult> => {
  const { scenario, variant, procedures, skipped } = plan;
  assertValid(scenario, plan.variants);
  const { emit, clock } = around;
  const startMs = clock.monotonicMs();
  emit({
    type: "drill-started",
    schema: journalSchema,
    scenario: scenario.id,
    title: scenario.title,
    digest: `sha256:${digestOfValue(scenario)}`,
    drillbook: around.version,
    commit: around.commit,
    ...variant,
    procedures: procedures.map(({ id }) => id),
    without: withoutWords(plan),
  });
  if (skipped !== undefined) {
    for (const { id, skipped: reason } of procedures) {
      if (reason !== undefined) tellNotDone(plan, around, { procedure: id, verdict: "skipped", reason });
    }
    emit({ type: "drill-ended", verdict: "skipped", durationMs: 0, reason: skipped });
    return ended("skipped");
  }
  const startPatientMs = clock.patientMs();
  const result = await withHost(plan, around);
  const durationMs = clock.monotonicMs() - startMs;
  const slowdown = durationMs / (clock.patientMs() - startPatientMs);
  emit({
    type: "drill-ended",
    verdict: result.verdict,
    durationMs,
    ...(slowdown >= worthTelling ? { slowdown } : {}),
  });
  return result;
};

/** Writes down that the procedure is not carried out, and why. */
const tellNotDone = (
  { scenario }: DrillPlan,
  { emit }: Pick<Surroundings, "emit">,
  { procedure, verdict, reason }: { procedure: string; verdict: "skipped" | "unknown"; reason: string },
): void => {
  const one = scenario.procedures[procedure];
  const expected = mustFailField(one);
  emit({ type: "procedure-started", procedure, title: one?.title ?? "", ...expected });
  emit({ type: "procedure-ended", procedure, verdict, ...expected, reason });
};

const ended = (verdict: Verdict): DrillResult => ({ verdict, exitCode: exitCodeOf(verdict) });

/** Nothing was drilled: the verdict is unknown, but the exit code says whether the host was to blame. */
const notBegun = (error: unknown): DrillResult => {
  const result = ended(verdictOfError(error));
  return error instanceof HostNotReadyError ? { ...result, exitCode: error.exitCode } : result;
};

/** The procedure that was stopped by what would stop every other, and by what. */
type Stopped = { readonly procedure: string; readonly why: string };

const notBegunReason = ({ procedure, why }: Stopped): string =>
  `not begun: what stopped ${procedure} would stop it, too: ${why}`;

/** Opens the host, runs everything on it, and closes it; closing is waited for, even when interrupted. */
const withHost = async (plan: DrillPlan, around: Surroundings): Promise<DrillResult> => {
  const { emit, signal } = around;
  const { scenario } = plan;
  const [procedure = "", ...others] = drilledProcedures(plan);
  const at = { procedure, phase: "prepare" as const };
  let host: RigHost;
  let isPrepared = false;
  try {
    host = await around.openHost();
  } catch (error) {
    // A signal ends the programs that a start waits for, too; what they say then is not the cause.
    if (signal.aborted) return ended("interrupted");
    emit({ type: "failure", at, ...describeError(error, `${scenario.id} › prepare`) });
    return notBegun(error);
  }
  try {
    await orInterrupted(
      host.prepare(scenario.rig, (line) => emit({ type: "progress", line })),
      signal,
    );
    isPrepared = true;
    return await runProcedures(plan, around, host);
  } catch (error) {
    const failure = describeError(error, `${scenario.id} › prepare`);
    emit({ type: "failure", at, ...failure });
    if (!isPrepared && !(error instanceof InterruptedError)) {
      const reason = notBegunReason({ procedure, why: failure.headline });
      for (const id of others) tellNotDone(plan, around, { procedure: id, verdict: "unknown", reason });
    }
    return notBegun(error);
  } finally {
    await close(host, emit);
  }
};

const close = async (host: RigHost, emit: Surroundings["emit"]): Promise<void> => {
  try {
    await host[Symbol.asyncDispose]();
  } catch (error) {
    emit({ type: "cleanup-failed", headline: cleanUpHeadline(error) });
  }
};

/**
 * Where machines can be saved, the next ones start from those of this procedure; a capture has what passes while a
 * procedure runs.
 */
const mayStartAhead = ({ flags }: DrillPlan, { startsAhead }: Surroundings, host: RigHost): boolean =>
  startsAhead === true &&
  host.startsAhead === true &&
  host.states === undefined &&
  flags.capture !== true &&
  flags.keep !== true;

const runProcedures = async (plan: DrillPlan, around: Surroundings, host: RigHost): Promise<DrillResult> => {
  const { clock } = around;
  const saved = new SavedStates(plan.flags.cold === true ? undefined : host.states);
  const next = new NextRig(host, clock);
  try {
    return await inTurn(plan, around, { host, saved, next });
  } finally {
    await next.drop().catch((error: unknown) => {
      around.emit({ type: "cleanup-failed", headline: cleanUpHeadline(error) });
    });
  }
};

/** What the procedures of a drill share. */
type Shared = { readonly host: RigHost; readonly saved: SavedStates; readonly next: NextRig };

const inTurn = async (
  plan: DrillPlan,
  around: Surroundings,
  { host, saved, next }: Shared,
): Promise<DrillResult> => {
  const { clock, signal, report } = around;
  const drilled = drilledProcedures(plan);
  const seen: ProcedureResult[] = [];
  let stopped: Stopped | undefined;
  for (const { id: procedureId, skipped: reason } of plan.procedures) {
    if (reason !== undefined) {
      tellNotDone(plan, around, { procedure: procedureId, verdict: "skipped", reason });
      seen.push({ verdict: "skipped" });
      continue;
    }
    if (stopped !== undefined) {
      const because = notBegunReason(stopped);
      tellNotDone(plan, around, { procedure: procedureId, verdict: "unknown", reason: because });
      continue;
    }
    const procedure = plan.scenario.procedures[procedureId];
    if (!procedure) throw new TypeError(`no procedure ${procedureId}`);
    const following = drilled[drilled.indexOf(procedureId) + 1];
    const emit: Surroundings["emit"] = (event) => {
      around.emit(event);
      if (following === undefined || !mayStartAhead(plan, around, host)) return;
      // Not while it recovers: that time is measured, and compared with that of other procedures.
      if (event.type === "phase-ended" && event.at.phase === "recovery" && event.ok) {
        next.begin(plan.scenario.rig, startOptions({ plan, report, signal, procedureId: following }));
      }
    };
    const run = { plan, procedureId, procedure, clock, signal, emit, report };
    const othersFollow = following !== undefined;
    const result = await runProcedure({ ...run, host, saved, next, othersFollow });
    seen.push(result);
    if (signal.aborted) return ended("interrupted");
    if (result.stopsAll !== undefined) stopped = { procedure: procedureId, why: result.stopsAll };
  }
  const result = ended(worst(seen.map(({ verdict }) => verdict)));
  const notReady = seen.find((one) => one.notReady !== undefined)?.notReady;
  return notReady === undefined ? result : { ...result, exitCode: notReady.exitCode };
};
