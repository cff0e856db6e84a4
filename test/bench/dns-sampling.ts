import { setTimeout as pause } from "node:timers/promises";
import { MachineError } from "#harness/errors.ts";
import type { Machine, Sample } from "#harness/machines/machine.ts";
import type { SampledProbe } from "#harness/scenario/probe.ts";

const intervalMs = 100;
const warmUpMs = 1000;
const measuredMs = 4000;
/** A host that does other things, too, makes a machine miss more of its samples than this. */
const mostMissing = 0.1;

/** The processor time of some processes so far, at a moment of the machine's own clock. */
type Reading = { readonly atNs: number; readonly agentNs: number; readonly serverNs: number };

/** Every thread of the agent and of the helpers that it started; and of the server. The shell that looks is not among them. */
const readingScript = (server: string): string => `
agent=$(pgrep --full --oldest /usr/lib/drillbook/agent.mjs)
spent() { for pid in "$@"; do cat /proc/$pid/task/*/schedstat; done | awk '{ sum += $1 } END { printf "%.0f\\n", sum }'; }
date +%s%N
spent $agent $(pgrep --parent $agent)
spent $(pgrep --exact ${server})`;

/** What the script printed. @throws MachineError when it is no three numbers */
export const parseReading = (printed: string): Reading => {
  const [atNs = 0, agentNs = 0, serverNs = 0, ...more] = printed.trim().split("\n").map(Number);
  if (more.length === 0 && atNs > 0 && agentNs > 0 && serverNs > 0) return { atNs, agentNs, serverNs };
  throw new MachineError("the processor time could not be read", { got: printed });
};

export type Cost = { readonly agentPercent: number; readonly serverPercent: number };

/** Of one core, from one reading to the other. */
export const costBetween = (from: Reading, to: Reading): Cost => {
  const tookNs = to.atNs - from.atNs;
  return {
    agentPercent: (100 * (to.agentNs - from.agentNs)) / tookNs,
    serverPercent: (100 * (to.serverNs - from.serverNs)) / tookNs,
  };
};

const read = async (machine: Machine, server: string): Promise<Reading> => {
  const { stdout, stderr } = await machine.exec({ script: readingScript(server), timeoutMs: 10_000 });
  return parseReading(stdout || stderr);
};

/** What share of the samples was taken. @throws MachineError when too few were, or one was not answered */
export const shareTaken = (samples: readonly Sample[], probes: number, tookMs: number): number => {
  const expected = (probes * tookMs) / intervalMs;
  const right = samples.filter(({ observation }) => {
    return observation.kind === "dns" && observation.answers.length > 0;
  }).length;
  const share = right / expected;
  if (right === samples.length && share >= 1 - mostMissing) return share;
  throw new MachineError("the machine did not sample as it was asked to", {
    expected: `${Math.round(expected)} right answers in ${Math.round(tookMs)} ms`,
    got: `${right}, and ${samples.length - right} wrong ones`,
  });
};

/** What it costs in the machine to sample these probes ten times a second. @param server the name of its process */
export const costOfSampling = async (
  machine: Machine,
  probes: readonly SampledProbe[],
  server: string,
): Promise<Cost> => {
  const samples: Sample[] = [];
  const sampling = await machine.sample(probes, intervalMs, (sample) => samples.push(sample));
  try {
    await pause(warmUpMs);
    const from = await read(machine, server);
    samples.length = 0;
    const sinceMs = performance.now();
    await pause(measuredMs);
    const share = shareTaken(samples, probes.length, performance.now() - sinceMs);
    const { agentPercent, serverPercent } = costBetween(from, await read(machine, server));
    // A sample that was not taken cost nothing, and does not make the others cheaper.
    return { agentPercent: agentPercent / share, serverPercent: serverPercent / share };
  } finally {
    await sampling.stop();
  }
};
