import { findEngine, openEngine } from "#harness/machines/engine/index.ts";
import { timed } from "./alternate.ts";
import type { Benchmark } from "./bench.ts";

/** Only the private engine; a user's engine must not be started or stopped. */
export const engineLife: Benchmark = {
  name: "engine",
  about: "start and stop of the private engine",
  run: async (bench) => {
    const options = { setup: true, onProgress: bench.onProgress };
    if (await findEngine(options)) {
      bench.onProgress("the engine is the user's own: its start and stop are not measured");
      return [];
    }
    const [starts, stops] = [[] as number[], [] as number[]];
    for (let turn = 0; turn < bench.turns(5) && !bench.signal.aborted; turn += 1) {
      const opening = Promise.withResolvers<AsyncDisposable>();
      starts.push(
        await timed(async () => {
          opening.resolve(await openEngine({ ...options, prefer: "private" }));
        }),
      );
      const engine = await opening.promise;
      stops.push(await timed(async () => engine[Symbol.asyncDispose]()));
    }
    return [
      { what: "private engine: start", ours: starts },
      { what: "private engine: stop", ours: stops },
    ];
  },
};
