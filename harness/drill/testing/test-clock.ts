import { InterruptedError } from "../../errors.ts";
import type { Clock } from "../clock.ts";

/** A clock on which time goes by only when somebody sleeps, or says so. */
export class TestClock implements Clock {
  /** Every pause that was asked for, in milliseconds. */
  readonly pauses: number[] = [];
  /** The factor by which other work slows the host down. */
  slowdownFactor = 1;
  #atMs = 0;
  #patientMs = 0;

  nowMs(): number {
    return this.#atMs;
  }

  monotonicMs(): number {
    return this.#atMs;
  }

  patientMs(): number {
    return this.#patientMs;
  }

  slowdown(): number {
    return this.slowdownFactor;
  }

  pass(durationMs: number): void {
    this.#atMs += durationMs;
    this.#patientMs += durationMs / this.slowdownFactor;
  }

  async sleep(durationMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new InterruptedError("interrupted");
    this.pauses.push(durationMs);
    this.pass(durationMs);
  }
}
