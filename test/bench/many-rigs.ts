import { runJobs } from "#harness/cli/jobs/run-jobs.ts";
import type { Rig } from "#harness/scenario/rig.ts";
import { timed } from "./alternate.ts";
import type { Bench, Benchmark } from "./bench.ts";
import type { Measurement } from "./measurement.ts";
import { ownTraces } from "./own-traces.ts";
import { type RigSizes, rigSizes, sizeWords } from "./rig-sizes.ts";
import { smallRig } from "./small-rig.ts";

const atOnce = 8;
const usually = 24;
const flat = { kind: "ratio", most: 1.1 } as const;
const label = "bench: many rigs";

/** So many rigs from their start until they are removed, none begun after the signal; returns how long each lived. */
const runRigs = async (bench: Bench, rig: Rig, count: number, until: AbortSignal): Promise<number[]> => {
  const rigs = Array.from({ length: count }, () => ({}));
  const life = () => timed(async () => bench.stop(await bench.start(label, rig)));
  const signal = AbortSignal.any([bench.signal, until]);
  const lives = await runJobs(rigs, life, { jobs: atOnce, signal });
  bench.signal.throwIfAborted();
  return lives.filter((lifeMs) => lifeMs !== undefined);
};

/** What there was at the end, beside what there was at the start. */
const growth = (start: RigSizes, end: RigSizes): Measurement[] =>
  (["this process", "hubs", "engine"] as const)
    .filter((who) => start[who].descriptors > 0)
    .flatMap((who) => [
      {
        what: `many rigs: memory of ${who}, at the end against the start`,
        ...{ ours: [end[who].memoryMb], theirs: [start[who].memoryMb], limit: flat, unit: "MB" as const },
      },
      {
        what: `many rigs: descriptors of ${who}, at the end against the start`,
        ...{ ours: [end[who].descriptors], theirs: [start[who].descriptors], limit: flat },
        unit: "count" as const,
      },
    ]);

/**
 * The first rigs load code and fill caches: what is flat is measured after them, in the middle and at the end, when
 * one rig runs that has run from the start on.
 */
export const manyRigs: Benchmark = {
  name: "many-rigs",
  about: `many rigs (\`--turns\`, ${usually}), ${atOnce} at once, as many as begin in \`--within\`: the time of each, what is left of them, memory and descriptors`,
  run: async (bench) => {
    const count = Math.max(bench.turns(usually), 2 * atOnce);
    const rig = await smallRig(bench, "one");
    const { engine } = await bench.opened();
    const until = AbortSignal.timeout(bench.withinMs);
    const resident = await bench.start(label, rig);
    const before = new Set(await ownTraces(engine));
    const lives: number[] = [];
    const sizeAfter = async (rigs: number): Promise<RigSizes> => {
      lives.push(...(await runRigs(bench, rig, rigs, until)));
      const sizes = rigSizes();
      bench.onProgress(`after ${lives.length} of ${count} rigs: ${sizeWords(sizes)}`);
      return sizes;
    };
    const start = await sizeAfter(atOnce);
    const half = Math.ceil((count - atOnce) / 2);
    await sizeAfter(half);
    const end = await sizeAfter(count - atOnce - half);
    const left = (await ownTraces(engine)).filter((trace) => !before.has(trace));
    for (const trace of left) bench.onProgress(`left of the rigs: ${trace}`);
    await bench.stop(resident);
    return [
      { what: `many rigs, ${atOnce} at once: one from start to removed`, ours: lives },
      { what: "many rigs: left of them", ours: [left.length], limit: { kind: "count", most: 0 } },
      ...growth(start, end),
    ];
  },
};
