import { join } from "node:path";
import { HostNotReadyError, InterruptedError } from "../errors.ts";
import type { EventBody } from "../journal/events.ts";
import { journalSchema } from "../journal/events.ts";
import type { RigHost } from "../machines/rig-host.ts";
import { digestOfValue } from "../scenario/digest.ts";
import type { MachineKind } from "../scenario/machine-kind.ts";
import type { PodmanVersion } from "../scenario/podman-version.ts";
import { type Scenario, scenarioWith } from "../scenario/scenario.ts";
import { assertValid } from "../scenario/validate.ts";
import { exitCodeOf, type Verdict, worst } from "../scenario/verdict.ts";
import { type Clock, orInterrupted } from "./clock.ts";
import type { Without } from "./context.ts";
import { mustFailField } from "./fail-as-said.ts";
import { cleanUpHeadline, describeError, verdictOfError } from "./failure.ts";
import { type ProcedureResult, runProcedure } from "./run-procedure.ts";
import { SavedStates } from "./saved-states.ts";
import {
  carriedOut,
  skipEvents,
  skipReasonOfDrill,
  skipReasonOfProcedure,
  skipReasonOfProcedures,
} from "./skipped.ts";

export type DrillSettings = {
  readonly scenario: Scenario;
  /** Procedures to run, in this order. */
  readonly procedures: readonly string[];
  readonly without: Without;
  readonly keep: boolean;
  /** No saved state of the machines is taken up, and none is made. */
  readonly cold: boolean;
  /** What passes in the networks is written to the report. */
  readonly capture: boolean;
  readonly kind: MachineKind;
  /** The podman of the machines, when one was asked for. */
  readonly podman?: PodmanVersion | undefined;
  /** Why machines of this kind with this podman cannot be had at all: the drill is skipped. */
  readonly impossible?: string | undefined;
  /** Finds or starts what machines of that kind need; whatever it opened is closed by the drill. */
  readonly openHost: () => Promise<RigHost>;
  readonly clock: Clock;
  /** Raised when the operator wants to stop. */
  readonly signal: AbortSignal;
  readonly emit: (event: EventBody) => void;
  readonly reportDir: string;
  readonly version: string;
  readonly commit: string;
};

export type DrillResult = { readonly verdict: Verdict; readonly exitCode: number };

/** What was left out on purpose, in words. */
export const withoutWords = (without: Without): string[] => [
  ...(without.fault ? ["the fault"] : []),
  ...without.steps.map((step) => `recovery step ${step}`),
];

/**
 * Runs the procedures of a scenario one after the other, each on machines of its own, and answers the worst verdict.
 * @throws ScenarioError when the scenario is not valid; no machine was touched then
 */
export const runDrill = async (asked: DrillSettings): Promise<DrillResult> => {
  assertValid(asked.scenario);
  const settings = { ...asked, scenario: scenarioWith(asked.scenario, asked.podman) };
  const { scenario, emit, clock } = settings;
  const startMs = clock.monotonicMs();
  emit({
    type: "drill-started",
    schema: journalSchema,
    scenario: scenario.id,
    title: scenario.title,
    digest: `sha256:${digestOfValue(scenario)}`,
    drillbook: settings.version,
    commit: settings.commit,
    kind: settings.kind,
    ...(settings.podman === undefined ? {} : { podman: settings.podman }),
    procedures: settings.procedures,
    without: withoutWords(settings.without),
  });
  const reason = skipReasonOfDrill(settings);
  if (reason !== undefined) return skippedDrill(settings, reason);
  const reasonOfEach = skipReasonOfProcedures(settings);
  if (reasonOfEach !== undefined) {
    for (const id of settings.procedures) skipEvents(settings, id).forEach(emit);
    return skippedDrill(settings, reasonOfEach);
  }
  const result = await withHost(settings);
  emit({ type: "drill-ended", verdict: result.verdict, durationMs: clock.monotonicMs() - startMs });
  return result;
};

const skippedDrill = ({ emit }: DrillSettings, reason: string): DrillResult => {
  emit({ type: "drill-ended", verdict: "skipped", durationMs: 0, reason });
  return ended("skipped");
};

const ended = (verdict: Verdict): DrillResult => ({ verdict, exitCode: exitCodeOf(verdict) });

/** Nothing was drilled: the verdict is unknown, but the exit code says whether the host was to blame. */
const notBegun = (error: unknown): DrillResult => {
  const result = ended(verdictOfError(error));
  return error instanceof HostNotReadyError ? { ...result, exitCode: error.exitCode } : result;
};

/** The procedure that was stopped by what would stop every other, and by what. */
type Stopped = { readonly procedure: string; readonly why: string };

/** Writes down that the procedure is not begun. */
const tellNotBegun = ({ scenario, emit }: DrillSettings, procedure: string, stopped: Stopped): void => {
  const reason = `not begun: what stopped ${stopped.procedure} would stop it, too: ${stopped.why}`;
  const one = scenario.procedures[procedure];
  const expected = mustFailField(one);
  emit({ type: "procedure-started", procedure, title: one?.title ?? "", ...expected });
  emit({ type: "procedure-ended", procedure, verdict: "unknown", ...expected, reason });
};

/** Opens the host, runs everything on it, and closes it; closing is waited for, even when interrupted. */
const withHost = async (settings: DrillSettings): Promise<DrillResult> => {
  const { emit, scenario } = settings;
  const [procedure = "", ...others] = carriedOut(settings);
  const at = { procedure, phase: "prepare" as const };
  let host: RigHost;
  let isPrepared = false;
  try {
    host = await settings.openHost();
  } catch (error) {
    // A signal ends the programs that a start waits for, too; what they say then is not the cause.
    if (settings.signal.aborted) return ended("interrupted");
    emit({ type: "failure", at, ...describeError(error, `${scenario.id} › prepare`) });
    return notBegun(error);
  }
  try {
    await orInterrupted(
      host.prepare(scenario.rig, (line) => emit({ type: "progress", line })),
      settings.signal,
    );
    isPrepared = true;
    return await runProcedures(settings, host);
  } catch (error) {
    const failure = describeError(error, `${scenario.id} › prepare`);
    emit({ type: "failure", at, ...failure });
    if (!isPrepared && !(error instanceof InterruptedError)) {
      for (const id of others) tellNotBegun(settings, id, { procedure, why: failure.headline });
    }
    return notBegun(error);
  } finally {
    await close(host, emit);
  }
};

const close = async (host: RigHost, emit: DrillSettings["emit"]): Promise<void> => {
  try {
    await host[Symbol.asyncDispose]();
  } catch (error) {
    emit({ type: "cleanup-failed", headline: cleanUpHeadline(error) });
  }
};

const runProcedures = async (settings: DrillSettings, host: RigHost): Promise<DrillResult> => {
  const { scenario, without, clock, signal, emit, keep } = settings;
  const evidenceDir = join(settings.reportDir, "evidence");
  const saved = new SavedStates(settings.cold ? undefined : host.states);
  const seen: ProcedureResult[] = [];
  let stopped: Stopped | undefined;
  for (const procedureId of settings.procedures) {
    const procedure = scenario.procedures[procedureId];
    if (!procedure) throw new TypeError(`no procedure ${procedureId}`);
    if (skipReasonOfProcedure(settings, procedureId) !== undefined) {
      skipEvents(settings, procedureId).forEach(emit);
      seen.push({ verdict: "skipped" });
      continue;
    }
    if (stopped !== undefined) {
      tellNotBegun(settings, procedureId, stopped);
      continue;
    }
    const othersFollow = procedureId !== carriedOut(settings).at(-1);
    const run = { scenario, procedureId, procedure, without, clock, signal, emit, host, keep, evidenceDir };
    const capture = settings.capture ? { captureDir: join(settings.reportDir, "capture", procedureId) } : {};
    const result = await runProcedure({ ...run, ...capture, saved, othersFollow });
    seen.push(result);
    if (signal.aborted) return ended("interrupted");
    if (result.stopsAll !== undefined) stopped = { procedure: procedureId, why: result.stopsAll };
  }
  const result = ended(worst(seen.map(({ verdict }) => verdict)));
  const notReady = seen.find((one) => one.notReady !== undefined)?.notReady;
  return notReady === undefined ? result : { ...result, exitCode: notReady.exitCode };
};
