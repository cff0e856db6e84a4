import { join } from "node:path";
import { execa } from "execa";
import { repositoryRoot } from "#harness/cli/repository.ts";
import { MachineError } from "#harness/errors.ts";
import { alternate } from "./alternate.ts";
import type { Bench, Benchmark } from "./bench.ts";

type Run = { readonly toLastCheckMs: number; readonly wholeMs: number };

/** Runs a command to its end, and notes when it printed the line that says that the last check is done. */
const run = async (
  bench: Bench,
  command: readonly [string, ...string[]],
  env: Record<string, string>,
  isLastCheck: (line: string) => boolean,
): Promise<Run & { readonly lines: readonly string[] }> => {
  const [file, ...args] = command;
  const sinceMs = performance.now();
  const child = execa(file, args, {
    stdin: "ignore",
    lines: true,
    reject: false,
    cwd: bench.folder,
    env,
    cancelSignal: bench.signal,
    // It cleans up behind itself.
    forceKillAfterDelay: 30_000,
  });
  let toLastCheckMs: number | undefined;
  for await (const line of child.iterable()) {
    if (isLastCheck(line)) toLastCheckMs = performance.now() - sinceMs;
  }
  const { failed, stdout, stderr } = await child;
  const wholeMs = performance.now() - sinceMs;
  if (failed || toLastCheckMs === undefined) {
    const said = [...stdout.slice(-3), ...stderr.slice(-5)].join("\n");
    throw new MachineError("a run did not get to its last check", { command: command.join(" "), got: said });
  }
  return { toLastCheckMs, wholeMs, lines: stdout };
};

const ours = async (bench: Bench): Promise<Run> => {
  const { engine } = await bench.prepared();
  const drill = ["drill", "uid-change", "--procedure", "rewrite-paths", "--json", "--reports", bench.folder];
  return run(
    bench,
    [process.execPath, join(repositoryRoot, "bin/drillbook.mjs"), ...drill],
    { DOCKER_HOST: engine.dockerHost },
    (line) => line.startsWith('{"type":"phase-ended"') && line.includes('"phase":"losses"'),
  );
};

const theirs = async (bench: Bench): Promise<Run> => {
  const { engine, image } = await bench.prepared();
  return run(
    bench,
    ["bash", join(import.meta.dirname, "uid-change.sh"), image],
    { DOCKER_HOST: engine.dockerHost },
    (line) => line === "last check done",
  );
};

/** From the start of the process; the engine runs already, and the image is there, for both. */
export const wholeDrill: Benchmark = {
  name: "drill",
  about: "a verified drill of uid-change, against a shell script that does the same",
  run: async (bench) => {
    const whole = { ours: [] as number[], theirs: [] as number[] };
    const side = (of: keyof typeof whole, once: (bench: Bench) => Promise<Run>) => async () => {
      const { toLastCheckMs, wholeMs } = await once(bench);
      whole[of].push(wholeMs);
      return toLastCheckMs;
    };
    const measured = await alternate(bench.turns(3), side("ours", ours), side("theirs", theirs));
    return [
      { what: "drill to its last check, against a script", ...measured, limit: { kind: "ratio", most: 1.1 } },
      { what: "drill with clean-up, against a script", ...whole },
    ];
  },
};
