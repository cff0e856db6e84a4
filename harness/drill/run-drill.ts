import { HostNotReadyError, InterruptedError } from "../errors.ts";
import { journalSchema } from "../journal/events.ts";
import type { RigHost } from "../machines/rig-host.ts";
import { type DrillPlan, drilledProcedures, withoutWords } from "../plan/drill-plan.ts";
import { digestOfValue } from "../scenario/digest.ts";
import { assertValid } from "../scenario/validate.ts";
import { exitCodeOf, type Verdict } from "../scenario/verdict.ts";
import { orInterrupted } from "./clock.ts";
import { cleanUpHeadline, describeError, verdictOfError } from "./failure.ts";
import { runProcedures } from "./run-procedures.ts";
import type { Surroundings } from "./surroundings.ts";
import { notBegunReason, tellNotDone } from "./tell-not-done.ts";

export type DrillResult = { readonly verdict: Verdict; readonly exitCode: number };

/** Of the host's slowdown: a drill alone on two processors sees up to 2.5, of its own processes. */
const worthTelling = 4;

/**
 * Runs the procedures of a plan, each on machines of its own, and answers the worst verdict.
 * @throws ScenarioError when the scenario is not valid; no machine was touched then
 */
export const runDrill = async (plan: DrillPlan, around: Surroundings): Promise<DrillResult> => {
  const { scenario, variant, procedures, skipped } = plan;
  assertValid(scenario, { variants: plan.variants });
  const { emit, clock } = around;
  const startMs = clock.monotonicMs();
  const atOnce = Math.min(around.slots?.count ?? 1, drilledProcedures(plan).length);
  emit({
    type: "drill-started",
    schema: journalSchema,
    scenario: scenario.id,
    title: scenario.title,
    digest: `sha256:${digestOfValue(scenario)}`,
    drillbook: around.version,
    commit: around.commit,
    ...variant,
    ...(plan.whyMachines === undefined ? {} : { whyMachines: plan.whyMachines }),
    procedures: procedures.map(({ id }) => id),
    ...(atOnce > 1 ? { atOnce } : {}),
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
    const { verdict, notReady } = await runProcedures(plan, around, host);
    const result = ended(verdict);
    return notReady === undefined ? result : { ...result, exitCode: notReady.exitCode };
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
