import { cpus } from "node:os";
import { textIn } from "./files.ts";

/** From one look at the host to the next, in milliseconds. */
const intervalMs = 200;
/** The time after which a change of the host's load counts for two thirds, in milliseconds. */
const smoothingMs = 3000;
/** A limit is for what hangs: beyond this it would be none. */
const mostSlowdown = 20;

export type HostLoadSource = {
  /** The number of processes that want a processor in this moment, this one included; undefined where the host does not tell. */
  readonly running: () => number | undefined;
  readonly processors: number;
  /** Milliseconds from some fixed point, never going back. */
  readonly monotonicMs: () => number;
};

/**
 * By how much other work slows a host down. A drill must not fail because its neighbour is busy, so its time limits
 * are counted in the time that a host would have taken that is not shared.
 */
export class HostLoad {
  readonly #source: HostLoadSource;
  #slowdown = 1;
  #patientMs = 0;
  #lookedAtMs: number;

  constructor(source: HostLoadSource) {
    this.#source = source;
    this.#lookedAtMs = source.monotonicMs();
    this.#slowdown = this.#now();
  }

  /** The factor by which work takes longer than on an idle host, 1 to 20; an average of the last seconds. */
  slowdown(): number {
    this.look();
    return this.#slowdown;
  }

  /** The time that has gone by, in milliseconds of a host that is not shared. */
  patientMs(): number {
    this.look();
    return this.#patientMs + (this.#source.monotonicMs() - this.#lookedAtMs) / this.#slowdown;
  }

  /** Takes the host's load into account; more often than each 200 ms it would see itself only. */
  look(): void {
    const nowMs = this.#source.monotonicMs();
    const passedMs = nowMs - this.#lookedAtMs;
    if (passedMs < intervalMs / 2) return;
    this.#lookedAtMs = nowMs;
    const weight = 1 - Math.exp(-passedMs / smoothingMs);
    this.#slowdown += (this.#now() - this.#slowdown) * weight;
    this.#patientMs += passedMs / this.#slowdown;
  }

  #now(): number {
    const running = this.#source.running() ?? 1;
    return Math.min(mostSlowdown, Math.max(1, running / this.#source.processors));
  }
}

/** Source: proc_loadavg(5), the fourth field: `3/1290` are 3 of 1290 that can run. */
export const runningIn = (loadavg: string): number | undefined => {
  const running = /^(?:\S+ ){3}(\d+)\//.exec(loadavg)?.[1];
  return running === undefined ? undefined : Number(running);
};

let load: HostLoad | undefined;

const hostLoad = (): HostLoad => {
  if (load !== undefined) return load;
  const started = new HostLoad({
    running: () => runningIn(textIn("/proc/loadavg") ?? ""),
    processors: cpus().length,
    monotonicMs: () => performance.now(),
  });
  load = started;
  setInterval(() => started.look(), intervalMs).unref();
  return started;
};

/** For tests of time limits: this process takes its host for idle, until what it returns is called. */
export const assumeIdleHost = (): (() => void) => {
  const before = load;
  load = new HostLoad({ running: () => 1, processors: 1, monotonicMs: () => performance.now() });
  return () => {
    load = before;
  };
};

/** @see HostLoad.slowdown */
export const hostSlowdown = (): number => hostLoad().slowdown();

/** A time limit on a host that is slowed down by this factor, in whole milliseconds. */
export const limitAt = (slowdown: number, limitMs: number): number => Math.ceil(limitMs * slowdown);

/** A time limit of this host's own work, in whole milliseconds: the longer the busier the host is now. */
export const onThisHost = (limitMs: number): number => limitAt(hostSlowdown(), limitMs);

/** @see HostLoad.patientMs */
export const patientMs = (): number => hostLoad().patientMs();
