import type { RunningRig } from "#harness/machines/rig-host.ts";
import type { Rig } from "#harness/scenario/rig.ts";
import { alternate, timed } from "./alternate.ts";
import type { Bench, Benchmark } from "./bench.ts";
import { smallRig } from "./small-rig.ts";

/** So many rigs with equal addresses, started at the same time; returns the duration until all are ready. */
const started = async (bench: Bench, rig: Rig, count: number): Promise<number> => {
  let starts: PromiseSettledResult<RunningRig>[] = [];
  const tookMs = await timed(async () => {
    const starting = Array.from({ length: count }, () => bench.start("bench: rigs at once", rig));
    starts = await Promise.allSettled(starting);
  });
  for (const one of starts) if (one.status === "rejected") throw one.reason;
  for (const one of starts) if (one.status === "fulfilled") await bench.stop(one.value);
  return tookMs;
};

export const rigsAtOnce: Benchmark = {
  name: "rigs-at-once",
  about: "two rigs with equal addresses started at once until both are ready, against one",
  run: async (bench) => {
    const rig = await smallRig(bench, "one", "two");
    const two = () => started(bench, rig, 2);
    const one = () => started(bench, rig, 1);
    await alternate(1, two, one);
    const measured = await alternate(bench.turns(7), two, one);
    return [
      { what: "two rigs at once ready, against one", ...measured, limit: { kind: "ratio", most: 1.3 } },
    ];
  },
};
