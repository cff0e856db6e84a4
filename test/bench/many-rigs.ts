import { runJobs } from "#harness/cli/jobs/run-jobs.ts";
import type { Rig } from "#harness/scenario/rig.ts";
import { timed } from "./alternate.ts";
import type { Bench, Benchmark } from "./bench.ts";
import type { Measurement } from "./measurement.ts";
import { ownSize, type Size } from "./own-process.ts";
import { ownTraces } from "./own-traces.ts";
import { smallRig } from "./small-rig.ts";

const atOnce = 8;
const flat = { kind: "ratio", most: 1.1 } as const;

/** So many rigs from their start until they are removed; returns how long each lived. */
const runRigs = async (bench: Bench, rig: Rig, count: number): Promise<number[]> => {
  const rigs = Array.from({ length: count }, () => ({}));
  const life = () => timed(async () => bench.stop(await bench.start("bench: many rigs", rig)));
  const lives = await runJobs(rigs, life, { jobs: atOnce, signal: bench.signal });
  bench.signal.throwIfAborted();
  return lives.filter((lifeMs) => lifeMs !== undefined);
};

/** The size of this process after the last quarter, beside that after the first. */
const growth = ([first, ...more]: readonly Size[]): Measurement[] => {
  const last = more.at(-1);
  if (!first || !last) throw new TypeError("there is no growth of one size");
  const what = (part: string) => `many rigs: ${part}, last quarter against first`;
  return [
    {
      what: what("memory of this process"),
      ...{ ours: [last.memoryMb], theirs: [first.memoryMb], limit: flat, unit: "MB" },
    },
    {
      what: what("open descriptors"),
      ...{ ours: [last.descriptors], theirs: [first.descriptors], limit: flat, unit: "count" },
    },
  ];
};

/** In four quarters: nothing runs between two, so what is counted there is left, or open for good. */
export const manyRigs: Benchmark = {
  name: "many-rigs",
  about: `many rigs, ${atOnce} at once: the time of each, what is left of them, memory and descriptors`,
  run: async (bench) => {
    const rig = await smallRig(bench, "one");
    const { engine } = await bench.opened();
    const before = new Set(await ownTraces(engine));
    const inQuarter = Math.ceil(bench.turns(32) / 4);
    const [lives, perRig, sizes] = [[] as number[], [] as number[], [] as Size[]];
    for (let quarter = 0; quarter < 4; quarter += 1) {
      const tookMs = await timed(async () => lives.push(...(await runRigs(bench, rig, inQuarter))));
      perRig.push(tookMs / inQuarter);
      sizes.push(ownSize());
    }
    const left = (await ownTraces(engine)).filter((trace) => !before.has(trace));
    for (const trace of left) bench.onProgress(`left of the rigs: ${trace}`);
    return [
      { what: `many rigs, ${atOnce} at once: one from start to removed`, ours: lives },
      { what: "many rigs: the time of a quarter for each of its rigs", ours: perRig },
      { what: "many rigs: left of them", ours: [left.length], limit: { kind: "count", most: 0 } },
      ...growth(sizes),
    ];
  },
};
