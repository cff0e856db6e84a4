import { InterruptedError } from "../errors.ts";
import { hostSlowdown, patientMs } from "../machines/host-load.ts";

/** Time as a drill sees it; tests bring their own. */
export type Clock = {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Milliseconds from some fixed point, never going back. */
  monotonicMs(): number;
  /** Like monotonicMs, and the slower the busier the host is: time limits are counted in it. */
  patientMs(): number;
  /** The factor by which the host's other work slows down this drill, from 1. */
  slowdown(): number;
  /** @throws InterruptedError as soon as the signal is raised */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
};

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  patientMs,
  slowdown: hostSlowdown,
  sleep: (durationMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new InterruptedError("interrupted"));
        return;
      }
      const onAbort = () => {
        clearTimeout(timer);
        reject(new InterruptedError("interrupted"));
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", onAbort);
        resolve();
      }, durationMs);
      signal.addEventListener("abort", onAbort, { once: true });
    }),
};

/** When a wait ends. */
export type Deadline = {
  /** As the scenario says it: on a host that is not shared. */
  readonly withinMs: number;
  /** If the host remains as busy as it is. */
  remainingMs(): number;
  elapsedMs(): number;
};

export const deadline = (clock: Clock, withinMs: number): Deadline => {
  const startMs = clock.monotonicMs();
  const startPatientMs = clock.patientMs();
  const leftMs = () => withinMs - (clock.patientMs() - startPatientMs);
  return {
    withinMs,
    elapsedMs: () => clock.monotonicMs() - startMs,
    remainingMs: () => Math.max(0, leftMs() * clock.slowdown()),
  };
};

/** Settles as the promise does, but rejects with this error when it takes longer. */
export const inTime = <T>(promise: Promise<T>, limitMs: number, late: () => Error): Promise<T> => {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), limitMs);
  return Promise.race([promise, over]).finally(() => clearTimeout(timer));
};

/** Settles as the promise does, but rejects at once when the signal is raised. */
export const orInterrupted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const onAbort = () => reject(new InterruptedError("interrupted"));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    promise
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", onAbort))
      .catch(() => {});
  });
