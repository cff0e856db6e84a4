import type { Sample, SampledProbe, Sampling } from "#harness/machines/machine.ts";
import type { Check } from "#harness/scenario/check.ts";
import { evaluate } from "#harness/scenario/evaluate.ts";
import { machineOf, type RunContext } from "./context.ts";
import { outagesOf } from "./outages.ts";
import { dnsRequest, httpCall } from "./request.ts";

/** Long enough for a busy machine to answer, short enough that a hang is seen. */
const sampleTimeoutMs = 1000;

type Track = {
  readonly check: Check;
  readonly fromMs: number;
  readonly rightAtMs: number[];
  lastOk: boolean | undefined;
  /** When the newest sample that was answered was sent. */
  newestMs: number;
};

const sampled = (run: RunContext, check: Check, id: string): SampledProbe => {
  const probe = check.probe;
  const { slowness, sampleIntervalMs } = machineOf(run, probe.machine);
  const waiting = { limitMs: Math.max(sampleTimeoutMs, 3 * sampleIntervalMs), slowness };
  if (probe.kind === "dns") return { id, kind: "dns", ...dnsRequest(probe, run.rig.resolveAddress, waiting) };
  if (probe.kind === "http") return { id, kind: "http", ...httpCall(probe, run.rig.resolveAddress, waiting) };
  throw new TypeError(`"${check.title}" cannot be sampled: it runs a command`);
};

const take = (run: RunContext, track: Track, sample: Sample): void => {
  const { check } = track;
  const { kind } = machineOf(run, check.probe.machine);
  const context = { kind, resolve: run.rig.resolveAddress };
  const seen = evaluate(check.probe, sample.observation, context);
  const ok = seen.ok !== check.negated;
  if (ok) track.rightAtMs.push(sample.atMs);
  else run.seenRed.add(check.title);
  // A question that was lost is answered by its time limit, after those that were sent later.
  if (sample.atMs < track.newestMs) return;
  track.newestMs = sample.atMs;
  if (ok !== track.lastOk) {
    run.emit({
      type: "sample-changed",
      procedure: run.procedureId,
      title: check.title,
      ok,
      sentMs: sample.atMs,
      got: seen.got,
    });
    track.lastOk = ok;
  }
};

/** When a check was seen right, by its title, in milliseconds relative to the end of it (so all are negative). */
export type SampledSoFar = ReadonlyMap<
  string,
  { readonly fromMs: number; readonly rightAtMs: readonly number[] }
>;

export interface Sampler {
  /** Does the work while the machines stand still: that time belongs to no outage. Answers what was seen before it. */
  standStill(work: () => Promise<void>): Promise<SampledSoFar>;
  /** Stops, and writes down the outages that were seen. */
  stop(): Promise<void>;
}

/** Samples the rig's checks inside their machines until stopped, as if it had begun with what was seen so far. */
export const startSampling = async (run: RunContext, soFar?: SampledSoFar): Promise<Sampler> => {
  const beginMs = run.clock.nowMs();
  const tracks = new Map<string, Track>();
  const byMachine = new Map<string, SampledProbe[]>();
  for (const [index, check] of run.scenario.rig.samples.entries()) {
    const id = String(index);
    const seen = soFar?.get(check.title);
    const rightAtMs = (seen?.rightAtMs ?? []).map((ms) => beginMs + ms);
    const fromMs = beginMs + (seen?.fromMs ?? 0);
    tracks.set(id, { check, fromMs, rightAtMs, lastOk: undefined, newestMs: 0 });
    const probes = byMachine.get(check.probe.machine) ?? [];
    byMachine.set(check.probe.machine, [...probes, sampled(run, check, id)]);
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
      const seen = soFarOf(tracks.values(), fromMs);
      await work();
      stood = { fromMs, toMs: run.clock.nowMs() };
      return seen;
    },
    stop: async () => {
      if (stopped) return;
      stopped = true;
      const toMs = run.clock.nowMs();
      await Promise.allSettled(running.map((one) => one.stop()));
      for (const { check, fromMs, rightAtMs } of tracks.values()) {
        const track = {
          title: check.title,
          rightAtMs: rightAtMs.map((ms) => moved(ms, stood)).sort((a, b) => a - b),
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

type Standstill = { readonly fromMs: number; readonly toMs: number };

/** What was seen before the machines stood still, as if it had been seen right before they went on. */
const moved = (atMs: number, stood: Standstill | undefined): number => {
  if (stood === undefined || atMs >= stood.toMs) return atMs;
  return atMs >= stood.fromMs ? stood.toMs : atMs + stood.toMs - stood.fromMs;
};

const soFarOf = (tracks: Iterable<Track>, untilMs: number): SampledSoFar =>
  new Map(
    [...tracks].map(({ check, fromMs, rightAtMs }) => [
      check.title,
      { fromMs: fromMs - untilMs, rightAtMs: rightAtMs.map((ms) => ms - untilMs) },
    ]),
  );
