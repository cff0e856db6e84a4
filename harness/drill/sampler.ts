import type { Sample, Sampling } from "../machines/machine.ts";
import type { Check } from "../scenario/check.ts";
import { evaluateCheck } from "../scenario/evaluate-check.ts";
import { probeDefinition, type SampledProbe } from "../scenario/probe.ts";
import { contextOf, machineOf, type RunContext } from "./context.ts";
import { outagesOf } from "./outages.ts";
import { requestOf } from "./request.ts";
import { type Seen, Sightings, sightingOf } from "./sightings.ts";
import { moved, type Standstill } from "./standstill.ts";

/** Long enough for a busy machine to answer, short enough that a hang is seen. */
const sampleTimeoutMs = 1000;

type Track = {
  readonly check: Check;
  readonly fromMs: number;
  readonly rightAtMs: number[];
  /** Of the last sample that was not right. */
  lastWrongAtMs?: number;
  /** How long a sample may take until it is known to be lost. */
  readonly limitMs: number;
  readonly sightings: Sightings;
  /** Of who waits for the next right sample. */
  readonly waiting: Set<() => void>;
};

const isRight = ({ rightAtMs, lastWrongAtMs }: Track): boolean =>
  (rightAtMs.at(-1) ?? Number.NEGATIVE_INFINITY) > (lastWrongAtMs ?? Number.NEGATIVE_INFINITY);

const sampled = (run: RunContext, check: Check, id: string): SampledProbe => {
  const probe = check.probe;
  const { slowness, sampleIntervalMs } = machineOf(run, probe.machine);
  const waiting = { limitMs: Math.max(sampleTimeoutMs, 3 * sampleIntervalMs), slowness };
  return { id, ...requestOf(probe, run.rig.resolveAddress, waiting) };
};

const take = (run: RunContext, track: Track, sample: Sample): void => {
  const { check } = track;
  const context = contextOf(run, check.probe.machine);
  const { ok, got, notAsked } = evaluateCheck(check, sample.observation, context);
  if (ok) {
    track.rightAtMs.push(sample.atMs);
    for (const seen of track.waiting) seen();
  } else {
    if (notAsked === undefined) run.seenRed.add(check.title);
    track.lastWrongAtMs = Math.max(track.lastWrongAtMs ?? sample.atMs, sample.atMs);
  }
  const sighting = { seen: sightingOf(ok, sample.observation), sentMs: sample.atMs, got };
  for (const change of track.sightings.add(sighting)) tell(run, check, change);
};

const tell = (run: RunContext, { title, probe }: Check, { seen, sentMs, got }: Seen): void =>
  run.emit({
    type: "sample-changed",
    procedure: run.procedureId,
    title,
    ok: seen === "right",
    seen,
    machine: probe.machine,
    probe: probeDefinition(probe.kind).name(probe, run.rig.resolveAddress),
    sentMs,
    got,
  });

/** When a check was seen right, by its place in the rig's samples, in milliseconds relative to the end of it (so all are negative). */
export type SampledSoFar = ReadonlyMap<
  string,
  { readonly fromMs: number; readonly rightAtMs: readonly number[] }
>;

export interface Sampler {
  /** Does the work while the machines stand still: that time belongs to no outage. Answers what was seen before it. */
  standStill(work: () => Promise<void>): Promise<SampledSoFar>;
  /**
   * Waits until every check that is not seen right is seen so again, or had the time for it: an outage that ends
   * with the drill's last look has its end, too.
   */
  untilRight(): Promise<void>;
  /** Stops, and writes down the outages that were seen. */
  stop(): Promise<void>;
}

/** Samples the rig's checks inside their machines until stopped, as if it had begun with what was seen so far. */
export const startSampling = async (run: RunContext, soFar?: SampledSoFar): Promise<Sampler> => {
  const beginMs = run.clock.nowMs();
  const tracks = new Map<string, Track>();
  const byMachine = new Map<string, SampledProbe[]>();
  for (const [index, check] of run.plan.scenario.rig.samples.entries()) {
    const id = String(index);
    const seen = soFar?.get(id);
    const rightAtMs = (seen?.rightAtMs ?? []).map((ms) => beginMs + ms);
    const fromMs = beginMs + (seen?.fromMs ?? 0);
    const probe = sampled(run, check, id);
    const intervalMs = machineOf(run, check.probe.machine).sampleIntervalMs;
    // What answers within its limit is heard of a little later.
    const limitMs = probe.timeoutMs + 2 * intervalMs;
    const sightings = new Sightings({ intervalMs, limitMs, fromMs: beginMs });
    tracks.set(id, { check, fromMs, rightAtMs, limitMs, sightings, waiting: new Set() });
    byMachine.set(check.probe.machine, [...(byMachine.get(check.probe.machine) ?? []), probe]);
  }
  const onSample = (sample: Sample): void => {
    const track = tracks.get(sample.id);
    if (track) take(run, track, sample);
  };
  const running: Sampling[] = [];
  for (const [name, probes] of byMachine) {
    const machine = machineOf(run, name);
    running.push(await machine.sample(probes, machine.sampleIntervalMs, onSample));
  }
  let stopped = false;
  let stood: Standstill | undefined;
  return {
    standStill: async (work) => {
      const fromMs = run.clock.nowMs();
      const seen = soFarOf(tracks, fromMs);
      await work();
      stood = { fromMs, toMs: run.clock.nowMs() };
      for (const { sightings } of tracks.values()) sightings.stoodStill(stood);
      return seen;
    },
    untilRight: async () => {
      await Promise.all([...tracks.values()].map((track) => nextRight(track, run.signal)));
    },
    stop: async () => {
      if (stopped) return;
      stopped = true;
      const toMs = run.clock.nowMs();
      // Before any wait: an interruption must not wait for it.
      for (const { check, sightings } of tracks.values()) {
        for (const change of sightings.end(toMs)) tell(run, check, change);
      }
      await Promise.allSettled(running.map((one) => one.stop()));
      for (const { check, fromMs, rightAtMs, lastWrongAtMs, limitMs } of tracks.values()) {
        const track = {
          title: check.title,
          rightAtMs: rightAtMs.map((ms) => moved(ms, stood)).sort((a, b) => a - b),
          lastWrongAtMs: lastWrongAtMs === undefined ? undefined : moved(lastWrongAtMs, stood),
          limitMs,
          fromMs: moved(fromMs, stood),
          toMs,
        };
        for (const outage of outagesOf(track, machineOf(run, check.probe.machine).sampleIntervalMs)) {
          run.emit({ type: "outage-measured", procedure: run.procedureId, outage });
        }
      }
    },
  };
};

const nextRight = async (track: Track, signal: AbortSignal): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (isRight(track) || signal.aborted) return;
  const timer = setTimeout(resolve, track.limitMs);
  signal.addEventListener("abort", () => resolve(), { once: true });
  track.waiting.add(resolve);
  await promise;
  clearTimeout(timer);
  track.waiting.delete(resolve);
};

const soFarOf = (tracks: ReadonlyMap<string, Track>, untilMs: number): SampledSoFar =>
  new Map(
    [...tracks].map(([id, { fromMs, rightAtMs }]) => [
      id,
      { fromMs: fromMs - untilMs, rightAtMs: rightAtMs.map((ms) => ms - untilMs) },
    ]),
  );
