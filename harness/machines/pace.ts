import { readFileSync } from "node:fs";

/** How fast a machine's processor lets it be. */
export type Pace = {
  /** How many times longer than on a real processor a drill waits for what it waits for. */
  readonly slowness: number;
  /** From one sample of a probe to the next, in milliseconds. */
  readonly sampleIntervalMs: number;
  /** How long an answer may be late until the machine is taken for dead, in milliseconds. */
  readonly marginMs: number;
};

export type Processor = "real" | "emulated";

/** An emulated processor is some twenty times slower: probes ten times a second would be all that it does. */
export const paces: Readonly<Record<Processor, Pace>> = {
  real: { slowness: 1, sampleIntervalMs: 100, marginMs: 2000 },
  emulated: { slowness: 3, sampleIntervalMs: 1000, marginMs: 15_000 },
};

/** What runs the programs of this host, itself a virtual machine perhaps. Source: QEMU's names of its TCG processors. */
export const processorOf = (cpuinfo: string): Processor =>
  /^model name\s*:.*\bTCG\b/m.test(cpuinfo) ? "emulated" : "real";

const readCpuinfo = (): string => {
  try {
    return readFileSync("/proc/cpuinfo", "utf8");
  } catch {
    return "";
  }
};

export const hostProcessor = (): Processor => processorOf(readCpuinfo());

/** How many times longer what this host does itself may take. */
export const hostSlowness = paces[hostProcessor()].slowness;
