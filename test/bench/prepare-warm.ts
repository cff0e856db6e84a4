import { join } from "node:path";
import { execa } from "execa";
import { repeat } from "./alternate.ts";
import type { Benchmark } from "./bench.ts";

/** In a new process each time, because in a drill, too, it is the first work after loading. */
export const prepareWarm: Benchmark = {
  name: "prepare",
  about: "finding that every image is up to date",
  run: async (bench) => {
    const { engine } = await bench.prepared();
    const program = join(import.meta.dirname, "prepare-once.ts");
    const once = async () => {
      const { stdout } = await execa(process.execPath, [program], {
        stdin: "ignore",
        cancelSignal: bench.signal,
        env: { DOCKER_HOST: engine.dockerHost },
      });
      return Number(stdout);
    };
    await once();
    const ours = await repeat(bench.turns(7), once);
    return [{ what: "images found up to date", ours, limit: { kind: "ms", most: 500 } }];
  },
};
