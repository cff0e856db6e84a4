import { InterruptedError } from "../../errors.ts";
import type { Clock } from "../clock.ts";

/** A clock on which time goes by only when somebody sleeps, or says so. */
export class TestClock implements Clock {
  /** Every pause that was asked for, in milliseconds. */
  readonly pauses: number[] = [];
  #atMs = 0;

  nowMs(): number {
    return this.#atMs;
  }

  monotonicMs(): number {
    return this.#atMs;
  }

  pass(durationMs: number): void {
    this.#atMs += durationMs;
  }

  async sleep(durationMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new InterruptedError("interrupted");
    this.pauses.push(durationMs);
    this.pass(durationMs);
  }
}
