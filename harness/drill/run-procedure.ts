import { mkdir, readdir, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HostNotReadyError, MachineError } from "../errors.ts";
import type { Place } from "../journal/events.ts";
import type { RigHost, RunningRig, StartOptions, StateName } from "../machines/rig-host.ts";
import { termsField } from "../scenario/terms.ts";
import type { Verdict } from "../scenario/verdict.ts";
import { orInterrupted } from "./clock.ts";
import type { RunContext } from "./context.ts";
import { duePhases } from "./due-phases.ts";
import { collectEvidence } from "./evidence.ts";
import { failAsSaid, mustFailField } from "./fail-as-said.ts";
import { cleanUpHeadline, describeError, stopsEveryProcedure, verdictOfError } from "./failure.ts";
import { goThrough } from "./go-through.ts";
import { announceMachines, type Versions } from "./machine-facts.ts";
import { placeName } from "./messages.ts";
import type { NextRig } from "./next-rig.ts";
import { type Sampler, startSampling } from "./sampler.ts";
import type { SavedStates } from "./saved-states.ts";

/** A procedure of a plan, and what it is run with. */
type ProcedureRun = Omit<RunContext, "rig" | "seenRed" | "counted"> & {
  readonly host: RigHost;
  /** The folder for what is collected from the machines. */
  readonly report: string;
  readonly saved: SavedStates;
  /** The rig of this procedure, where it was started ahead. */
  readonly next: NextRig;
  /** Another procedure comes after this one. */
  readonly othersFollow: boolean;
};

type StartedRun = RunContext & Pick<ProcedureRun, "saved" | "othersFollow">;

export type ProcedureResult = {
  readonly verdict: Verdict;
  /** Why it could not be begun, when the host was to blame. */
  readonly notReady?: HostNotReadyError;
  /** What would stop the other procedures, too. */
  readonly stopsAll?: string;
};

/**
 * One procedure of a drill, on machines of its own: every phase; then evidence and clean-up, whatever happened before.
 * Where the machines can be saved, the next procedure goes on from those of this one as they were with the incident.
 */
export const runProcedure = async (settings: ProcedureRun): Promise<ProcedureResult> => {
  const { emit, procedureId: procedure } = settings;
  const expected = mustFailField(settings.procedure);
  const { title } = settings.procedure;
  emit({ type: "procedure-started", procedure, title, ...expected, ...termsField(settings.procedure) });
  const progress = { recoveryMs: undefined as number | undefined };
  const result = await withRig(settings, async (run, place, from, versions) => {
    const all = () => goThroughAll(run, from, versions, progress);
    await (expected.mustFail === undefined ? all() : failAsSaid(run, expected.mustFail, place, all));
  });
  const { verdict } = result;
  const { recoveryMs } = progress;
  const isRecovered = recoveryMs !== undefined && verdict === "verified" && expected.mustFail === undefined;
  emit({
    type: "procedure-ended",
    procedure,
    verdict,
    ...expected,
    ...(isRecovered ? { recoveryMs } : {}),
  });
  return result;
};

/** Every phase that is due on machines that started from this state; the checks are sampled meanwhile. */
const goThroughAll = async (
  run: StartedRun,
  from: StateName | undefined,
  versions: Versions,
  progress: { recoveryMs: number | undefined },
): Promise<void> => {
  const { before, sampled, after } = duePhases(from);
  const { saved, othersFollow } = run;
  for (const phase of before) {
    const isDone = phase.savedAs !== undefined && phase.savedAs === from;
    await goThrough(run, phase, isDone);
    if (phase.savedAs === "ready" && !isDone) await saved.saveReady(run);
  }
  const sampler = await startSampling(run, saved.faulted?.samples);
  try {
    for (const phase of sampled) {
      const tookMs = await goThrough(run, phase);
      if (phase.name === "recovery") progress.recoveryMs = tookMs;
      if (phase.savedAs === "faulted" && othersFollow) await saved.saveFaulted(run, sampler, versions);
    }
    await sampler.untilRight();
  } finally {
    await stopSampling(sampler, run);
  }
  for (const phase of after) await goThrough(run, phase);
};

const stopSampling = async (sampler: Sampler, run: RunContext): Promise<void> => {
  if (run.signal.aborted) void sampler.stop().catch(() => {});
  else await sampler.stop();
};

/** Starts the rig, does the work, and removes the rig, in whichever way the work ends. */
const withRig = async (
  settings: ProcedureRun,
  work: (
    run: StartedRun,
    place: () => Place,
    from: StateName | undefined,
    versions: Versions,
  ) => Promise<void>,
): Promise<ProcedureResult> => {
  const { procedureId, signal, clock, saved } = settings;
  const start = startOptions(settings);
  const { captureDir } = start;
  const at: Place = { procedure: procedureId, phase: "prepare" };
  const watch = watchPlace(settings.emit, at);
  let run: StartedRun | undefined;
  let verdict: Verdict = "unknown";
  let notReady: HostNotReadyError | undefined;
  let stopsAll: string | undefined;
  try {
    const startMs = clock.monotonicMs();
    if (captureDir !== undefined) await mkdir(captureDir, { recursive: true });
    let waitedMs = 0;
    const patient: StartOptions = {
      ...start,
      onProgress: (line) => settings.emit({ type: "progress", procedure: procedureId, line }),
      onWaited: (why, durationMs) => {
        waitedMs += durationMs;
        settings.emit({ type: "waited", procedure: procedureId, for: why, durationMs });
      },
    };
    const ahead = await settings.next.take(start.label);
    const { rig, from } =
      ahead === undefined ? await startRig(settings, patient) : { rig: ahead.rig, from: undefined };
    run = {
      ...settings,
      emit: watch.emit,
      rig,
      seenRed: new Set(saved.faulted?.seenRed),
      counted: new Map(saved.faulted?.counted),
    };
    if (from !== undefined) announceStart(run, from, saved);
    const ready =
      ahead === undefined
        ? { readyMs: clock.monotonicMs() - startMs - waitedMs }
        : { readyMs: ahead.tookMs, ahead: true as const };
    const versions = await orInterrupted(announceMachines(run, ready, saved.faulted?.versions), signal);
    await work(run, watch.place, from, versions);
    verdict = "verified";
  } catch (error) {
    verdict = verdictOfError(error);
    if (error instanceof HostNotReadyError) notReady = error;
    if (stopsEveryProcedure(error)) stopsAll = error.message;
    const failedAt = watch.place();
    settings.emit({ type: "failure", at: failedAt, ...describeError(error, placeName(settings, failedAt)) });
  }
  if (run) {
    if (verdict !== "interrupted") await collectEvidence(run, join(settings.report, "evidence"));
    await cleanUp(run, settings);
    if (captureDir !== undefined) await announceCapture(run, captureDir);
  }
  return {
    verdict,
    ...(notReady === undefined ? {} : { notReady }),
    ...(stopsAll === undefined ? {} : { stopsAll }),
  };
};

/** What the machines of this procedure are started with. */
export const startOptions = ({
  plan,
  procedureId,
  signal,
  report,
}: Pick<ProcedureRun, "plan" | "procedureId" | "signal" | "report">): StartOptions => ({
  label: `${plan.scenario.id}-${procedureId}`,
  keep: plan.flags.keep === true,
  signal,
  ...(plan.flags.capture === true ? { captureDir: join(report, "capture", procedureId) } : {}),
});

/** A saved state that turns out to be useless is gone when its start has failed: then nothing is saved. */
const startRig = async (
  { host, plan, procedureId: procedure, saved, emit }: ProcedureRun,
  options: StartOptions,
): Promise<{ readonly rig: RunningRig; readonly from: StateName | undefined }> => {
  const { rig } = plan.scenario;
  const from = await saved.next(rig);
  if (from === undefined) return { rig: await host.start(rig, options), from };
  try {
    return { rig: await host.start(rig, { ...options, from }), from };
  } catch (error) {
    if (!(error instanceof MachineError) || (await saved.next(rig)) !== undefined) throw error;
    emit({
      ...{ type: "progress", procedure },
      line: `starting without the saved machines: ${error.message}`,
    });
    return { rig: await host.start(rig, options), from: undefined };
  }
};

/** Told once the machines are gone: until then there is more to come. */
const announceCapture = async (run: RunContext, folder: string): Promise<void> => {
  const names = (await readdir(folder)).sort();
  if (names.length === 0) await removeEmpty(folder);
  run.emit({ type: "captured", procedure: run.procedureId, files: names.map((name) => join(folder, name)) });
};

const removeEmpty = async (folder: string): Promise<void> => {
  await rmdir(folder);
  // The one above may hold what another procedure captured.
  await rmdir(dirname(folder)).catch(() => {});
};

const announceStart = ({ emit, procedureId }: RunContext, state: StateName, { faulted }: SavedStates): void =>
  emit({
    type: "started-from",
    procedure: procedureId,
    state,
    ...(faulted === undefined ? {} : { of: faulted.procedure }),
  });

const cleanUp = async (run: RunContext, settings: ProcedureRun): Promise<void> => {
  if (run.plan.flags.keep === true) {
    settings.emit({
      type: "kept",
      procedure: run.procedureId,
      machines: [...run.rig.machines.keys()],
      label: `${run.plan.scenario.id}-${run.procedureId}`,
    });
    return;
  }
  const at = { procedure: run.procedureId, phase: "clean-up" as const };
  const startMs = run.clock.monotonicMs();
  let ok = true;
  try {
    await run.rig.stop();
  } catch (error) {
    ok = false;
    settings.emit({ type: "cleanup-failed", procedure: at.procedure, headline: cleanUpHeadline(error) });
  }
  settings.emit({ type: "phase-ended", at, ok, durationMs: run.clock.monotonicMs() - startMs });
};

/** Follows where the run is; a step that did not end well is where it stays until the next phase. */
const watchPlace = (emit: ProcedureRun["emit"], first: Place) => {
  let current = first;
  return {
    place: () => current,
    emit: (event: Parameters<ProcedureRun["emit"]>[0]) => {
      if (event.type === "phase-started" || event.type === "step-started") current = event.at;
      if (event.type === "step-ended" && event.ok) {
        current = { procedure: event.at.procedure, phase: event.at.phase };
      }
      emit(event);
    },
  };
};
