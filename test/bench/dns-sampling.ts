import { setTimeout as pause } from "node:timers/promises";
import { MachineError } from "#harness/errors.ts";
import type { Machine, Sample } from "#harness/machines/machine.ts";
import type { SampledProbe } from "#harness/scenario/probe.ts";

const intervalMs = 100;
const warmUpMs = 1000;
const measuredMs = 4000;
/** The maximum share of missed samples; on a busy host a machine misses more. */
const mostMissing = 0.1;

/** The processor time of some processes, at a time of the machine's clock. */
type Reading = { readonly atNs: number; readonly agentNs: number; readonly serverNs: number };

/** Every thread of the agent, of its helpers, and of the server; without the shell that measures. */
const readingScript = (server: string): string => `
agent=$(pgrep --full --oldest /usr/lib/drillbook/agent.mjs)
spent() { for pid in "$@"; do cat /proc/$pid/task/*/schedstat; done | awk '{ sum += $1 } END { printf "%.0f\\n", sum }'; }
date +%s%N
spent $agent $(pgrep --parent $agent)
spent $(pgrep --exact ${server})`;

/** The numbers that the script printed. @throws MachineError when there are not three */
export const parseReading = (printed: string): Reading => {
  const [atNs = 0, agentNs = 0, serverNs = 0, ...more] = printed.trim().split("\n").map(Number);
  if (more.length === 0 && atNs > 0 && agentNs > 0 && serverNs > 0) return { atNs, agentNs, serverNs };
  throw new MachineError("the processor time could not be read", { got: printed });
};

export type Cost = { readonly agentPercent: number; readonly serverPercent: number };

/** The share of one core between two readings. */
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

/** The share of samples that were taken. @throws MachineError when it is too low, or a sample has no answer */
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

/** The cost in the machine of sampling these probes ten times a second. @param server the name of its process */
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
    // Missed samples cost nothing, so the cost is divided by the samples that were taken.
    return { agentPercent: agentPercent / share, serverPercent: serverPercent / share };
  } finally {
    await sampling.stop();
  }
};
