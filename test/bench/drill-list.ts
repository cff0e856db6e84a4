import { join } from "node:path";
import { execa } from "execa";
import { repositoryRoot } from "#setup/repository.ts";
import { alternate, timed } from "./alternate.ts";
import type { Benchmark } from "./bench.ts";

/** Whole processes, from spawn to exit. */
export const drillList: Benchmark = {
  name: "list",
  about: "`drill list`, against `node -e 0`",
  run: async (bench) => {
    const node = (...args: string[]) =>
      timed(() => execa(process.execPath, args, { stdin: "ignore", cancelSignal: bench.signal }));
    const list = () => node(join(repositoryRoot, "bin/drillbook.mjs"), "drill", "list");
    // The first run compiles.
    await list();
    const measured = await alternate(bench.turns(20), list, () => node("-e", "0"));
    return [{ what: "drill list, against node -e 0", ...measured, limit: { kind: "ratio", most: 3 } }];
  },
};
