import { join } from "node:path";
import { execa } from "execa";
import { MachineError } from "#harness/errors.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { alternate, timed } from "./alternate.ts";
import type { Bench, Benchmark } from "./bench.ts";

const scenarios = ["alike-one", "alike-two", "alike-three"];
const folder = join(repositoryRoot, "test/fixtures/scenarios/alike");

/** One command that drills all of them, from spawn to exit. @throws MachineError when one is not verified */
const drillAll = async (bench: Bench, jobs: number): Promise<number> => {
  const { engine } = await bench.opened();
  const folders = ["--scenarios", folder, "--reports", bench.folder, "--runbooks", bench.folder];
  const args = ["drill", ...scenarios, "--jobs", String(jobs), "--json", ...folders];
  return timed(async () => {
    const { failed, stdout } = await execa(
      process.execPath,
      [join(repositoryRoot, "bin/drillbook.mjs"), ...args],
      {
        stdin: "ignore",
        reject: false,
        env: { DOCKER_HOST: engine.dockerHost },
        cancelSignal: bench.signal,
        // It cleans up after itself.
        forceKillAfterDelay: 30_000,
      },
    );
    if (!failed) return;
    throw new MachineError("a drill was not verified", { got: stdout.split("\n").slice(-3).join("\n") });
  });
};

export const jobs: Benchmark = {
  name: "jobs",
  about: `${scenarios.length} small scenarios in one command with \`--jobs ${scenarios.length}\`, against \`--jobs 1\``,
  run: async (bench) => {
    const atOnce = () => drillAll(bench, scenarios.length);
    // Makes the images.
    await atOnce();
    const measured = await alternate(bench.turns(3), atOnce, () => drillAll(bench, 1));
    return [{ what: `${scenarios.length} small drills at once, against one after the other`, ...measured }];
  },
};
