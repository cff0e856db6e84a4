import { execa } from "execa";
import { MachineError } from "#harness/errors.ts";
import { alternate } from "./alternate.ts";
import type { Bench } from "./bench.ts";
import type { Measurement } from "./measurement.ts";

export type Run = { readonly toLastCheckMs: number; readonly wholeMs: number };

/**
 * Runs a command to its end, and records when it printed the line of the last check.
 * @throws MachineError when it fails, or prints no such line
 */
export const runToLastCheck = async (
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
    // It cleans up after itself.
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

/** The journal line (`--json`) of a drill's last check. */
export const endsLosses = (line: string): boolean =>
  line.startsWith('{"type":"phase-ended"') && line.includes('"phase":"losses"');

export type Sides = { readonly ours: () => Promise<Run>; readonly theirs: () => Promise<Run> };

/** Both alternately, from the start of the process, with a running engine and existing images. */
export const drillAgainstScript = async (
  what: string,
  pairs: number,
  sides: Sides,
): Promise<Measurement[]> => {
  const whole = { ours: [] as number[], theirs: [] as number[] };
  const side = (of: keyof Sides) => async () => {
    const { toLastCheckMs, wholeMs } = await sides[of]();
    whole[of].push(wholeMs);
    return toLastCheckMs;
  };
  const measured = await alternate(pairs, side("ours"), side("theirs"));
  return [
    { what: `${what} to its last check, against a script`, ...measured, limit: { kind: "ratio", most: 1.1 } },
    { what: `${what} with clean-up, against a script`, ...whole },
  ];
};
