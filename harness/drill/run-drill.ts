import { HostNotReadyError } from "../errors.ts";
import type { EventBody } from "../journal/events.ts";
import { journalSchema } from "../journal/events.ts";
import type { RigHost } from "../machines/rig-host.ts";
import {
  type DrillPlan,
  drilledProcedures,
  type PlannedProcedure,
  withoutWords,
} from "../plan/drill-plan.ts";
import { digestOfValue } from "../scenario/digest.ts";
import { assertValid } from "../scenario/validate.ts";
import { exitCodeOf, type Verdict, worst } from "../scenario/verdict.ts";
import { type Clock, orInterrupted } from "./clock.ts";
import { cleanUpHeadline, describeError, verdictOfError } from "./failure.ts";
import { type ProcedureResult, runProcedure } from "./run-procedure.ts";
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
  readonly version: string;
  readonly commit: string;
};

export type DrillResult = { readonly verdict: Verdict; readonly exitCode: number };

/**
 * Runs the procedures of a plan one after the other, each on machines of its own, and answers the worst verdict.
 * @throws ScenarioError when the scenario is not valid; no machine was touched then
 */
export const runDrill = async (plan: DrillPlan, around: Surroundings): Promise<DrillResult> => {
  const { scenario, variant, procedures, skipped } = plan;
  assertValid(scenario);
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
    for (const one of procedures) tellSkipped(plan, one, emit);
    emit({ type: "drill-ended", verdict: "skipped", durationMs: 0, reason: skipped });
    return ended("skipped");
  }
  const result = await withHost(plan, around);
  emit({ type: "drill-ended", verdict: result.verdict, durationMs: clock.monotonicMs() - startMs });
  return result;
};

/** Writes down that the procedure is skipped, and answers whether it is. */
const tellSkipped = (
  { scenario }: DrillPlan,
  { id, skipped }: PlannedProcedure,
  emit: Surroundings["emit"],
): boolean => {
  if (skipped === undefined) return false;
  emit({ type: "procedure-started", procedure: id, title: scenario.procedures[id]?.title ?? "" });
  emit({ type: "procedure-ended", procedure: id, verdict: "skipped", reason: skipped });
  return true;
};

const ended = (verdict: Verdict): DrillResult => ({ verdict, exitCode: exitCodeOf(verdict) });

/** Nothing was drilled: the verdict is unknown, but the exit code says whether the host was to blame. */
const notBegun = (error: unknown): DrillResult => {
  const result = ended(verdictOfError(error));
  return error instanceof HostNotReadyError ? { ...result, exitCode: error.exitCode } : result;
};

/** Opens the host, runs everything on it, and closes it; closing is waited for, even when interrupted. */
const withHost = async (plan: DrillPlan, around: Surroundings): Promise<DrillResult> => {
  const { emit, signal } = around;
  const { scenario } = plan;
  const at = { procedure: drilledProcedures(plan)[0] ?? "", phase: "prepare" as const };
  let host: RigHost;
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
    return await runProcedures(plan, around, host);
  } catch (error) {
    emit({ type: "failure", at, ...describeError(error, `${scenario.id} › prepare`) });
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

const runProcedures = async (
  plan: DrillPlan,
  { clock, signal, emit, report }: Surroundings,
  host: RigHost,
): Promise<DrillResult> => {
  const saved = new SavedStates(plan.flags.cold === true ? undefined : host.states);
  const seen: ProcedureResult[] = [];
  for (const one of plan.procedures) {
    if (tellSkipped(plan, one, emit)) {
      seen.push({ verdict: "skipped" });
      continue;
    }
    const procedureId = one.id;
    const procedure = plan.scenario.procedures[procedureId];
    if (!procedure) throw new TypeError(`no procedure ${procedureId}`);
    const othersFollow = procedureId !== drilledProcedures(plan).at(-1);
    const run = { plan, procedureId, procedure, clock, signal, emit, report };
    seen.push(await runProcedure({ ...run, host, saved, othersFollow }));
    if (signal.aborted) return ended("interrupted");
  }
  const result = ended(worst(seen.map(({ verdict }) => verdict)));
  const notReady = seen.find((one) => one.notReady !== undefined)?.notReady;
  return notReady === undefined ? result : { ...result, exitCode: notReady.exitCode };
};
