import { InterruptedError } from "../errors.ts";

/** Time as a drill sees it; tests bring their own. */
export type Clock = {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Milliseconds from some fixed point, never going back. */
  monotonicMs(): number;
  /** @throws InterruptedError as soon as the signal is raised */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
};

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
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
  readonly withinMs: number;
  remainingMs(): number;
  elapsedMs(): number;
};

export const deadline = (clock: Clock, withinMs: number): Deadline => {
  const startMs = clock.monotonicMs();
  const elapsedMs = () => clock.monotonicMs() - startMs;
  return { withinMs, elapsedMs, remainingMs: () => Math.max(0, withinMs - elapsedMs()) };
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
