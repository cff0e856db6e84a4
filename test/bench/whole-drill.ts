import { join } from "node:path";
import { repositoryRoot } from "#setup/repository.ts";
import type { Bench, Benchmark } from "./bench.ts";
import { drillAgainstScript, endsLosses, type Run, runToLastCheck } from "./run-to-last-check.ts";

const ours = async (bench: Bench): Promise<Run> => {
  const { engine } = await bench.prepared();
  const drill = ["drill", "uid-change", "--procedure", "rewrite-paths", "--json", "--reports", bench.folder];
  const command = [process.execPath, join(repositoryRoot, "bin/drillbook.mjs"), ...drill] as const;
  return runToLastCheck(bench, command, { DOCKER_HOST: engine.dockerHost }, endsLosses);
};

const theirs = async (bench: Bench): Promise<Run> => {
  const { engine, image } = await bench.prepared();
  const command = ["bash", join(import.meta.dirname, "uid-change.sh"), image] as const;
  const env = { DOCKER_HOST: engine.dockerHost };
  return runToLastCheck(bench, command, env, (line) => line === "last check done");
};

export const wholeDrill: Benchmark = {
  name: "drill",
  about: "a verified drill of uid-change, against a shell script that does the same",
  run: (bench) =>
    drillAgainstScript("drill", bench.turns(3), { ours: () => ours(bench), theirs: () => theirs(bench) }),
};
