import type { Sample, SampledProbe, Sampling } from "#harness/machines/machine.ts";
import type { Check } from "#harness/scenario/check.ts";
import { evaluate } from "#harness/scenario/evaluate.ts";
import { machineOf, type RunContext } from "./context.ts";
import { outagesOf } from "./outages.ts";
import { dnsRequest, httpCall } from "./request.ts";

const intervalMs = 100;
/** Long enough for a busy machine to answer, short enough that a hang is seen. */
const sampleTimeoutMs = 1000;

type Track = {
  readonly check: Check;
  readonly rightAtMs: number[];
  lastOk: boolean | undefined;
  /** When the newest sample that was answered was sent. */
  newestMs: number;
};

const sampled = (run: RunContext, check: Check, id: string): SampledProbe => {
  const probe = check.probe;
  if (probe.kind === "dns")
    return { id, kind: "dns", ...dnsRequest(probe, run.rig.resolveAddress, sampleTimeoutMs) };
  if (probe.kind === "http")
    return { id, kind: "http", ...httpCall(probe, run.rig.resolveAddress, sampleTimeoutMs) };
  throw new TypeError(`"${check.title}" cannot be sampled: it runs a command`);
};

const take = (run: RunContext, track: Track, sample: Sample): void => {
  const { check } = track;
  const context = { kind: run.kind, resolve: run.rig.resolveAddress };
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

export interface Sampler {
  /** Stops, and writes down the outages that were seen. */
  stop(): Promise<void>;
}

/** Samples the rig's checks inside their machines until stopped. */
export const startSampling = async (run: RunContext): Promise<Sampler> => {
  const tracks = new Map<string, Track>();
  const byMachine = new Map<string, SampledProbe[]>();
  for (const [index, check] of run.scenario.rig.samples.entries()) {
    const id = String(index);
    tracks.set(id, { check, rightAtMs: [], lastOk: undefined, newestMs: 0 });
    const probes = byMachine.get(check.probe.machine) ?? [];
    byMachine.set(check.probe.machine, [...probes, sampled(run, check, id)]);
  }
  const onSample = (sample: Sample): void => {
    const track = tracks.get(sample.id);
    if (track) take(run, track, sample);
  };
  const fromMs = run.clock.nowMs();
  const running: Sampling[] = [];
  for (const [name, probes] of byMachine) {
    running.push(await machineOf(run, name).sample(probes, intervalMs, onSample));
  }
  let stopped = false;
  return {
    stop: async () => {
      if (stopped) return;
      stopped = true;
      const toMs = run.clock.nowMs();
      await Promise.allSettled(running.map((one) => one.stop()));
      for (const { check, rightAtMs } of tracks.values()) {
        for (const outage of outagesOf(
          { title: check.title, rightAtMs: rightAtMs.toSorted((a, b) => a - b), fromMs, toMs },
          intervalMs,
        )) {
          run.emit({ type: "outage-measured", procedure: run.procedureId, outage });
        }
      }
    },
  };
};
