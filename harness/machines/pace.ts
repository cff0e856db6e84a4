import { textIn } from "./files.ts";

/** Time limits and intervals that depend on the machine's processor. */
export type Pace = {
  /** The factor by which a drill's time limits are longer than on a real processor. */
  readonly slowness: number;
  /** From one sample of a probe to the next, in milliseconds. */
  readonly sampleIntervalMs: number;
  /** How late an answer may be before the machine counts as dead, in milliseconds. */
  readonly marginMs: number;
};

/** As its user sees it; in "userMode" a kernel is a process of another one. */
export type Processor = "real" | "emulated" | "userMode";

/**
 * An emulated processor is about twenty times slower: ten probes a second would use all of it, and four services that
 * are asked once a second take half of it.
 */
export const paces: Readonly<Record<Processor, Pace>> = {
  real: { slowness: 1, sampleIntervalMs: 100, marginMs: 2000 },
  emulated: { slowness: 3, sampleIntervalMs: 2000, marginMs: 15_000 },
  // The real processor; but each page that a guest touches first, and each of its system calls, costs a process switch.
  userMode: { slowness: 3, sampleIntervalMs: 500, marginMs: 15_000 },
};

/**
 * The processor of this host, which may itself be a virtual machine. Source: QEMU's names of its TCG processors, and the
 * vendor of user-mode Linux.
 */
export const processorOf = (cpuinfo: string): Processor => {
  if (/^vendor_id\s*:\s*User Mode Linux$/m.test(cpuinfo)) return "userMode";
  return /^model name\s*:.*\bTCG\b/m.test(cpuinfo) ? "emulated" : "real";
};

export const hostProcessor = (file = "/proc/cpuinfo"): Processor => processorOf(textIn(file) ?? "");

/** The factor by which time limits of this host's own work are longer. */
export const hostSlowness = paces[hostProcessor()].slowness;
