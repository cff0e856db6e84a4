import type { Sighting } from "../journal/events.ts";
import { type Observation, probeDefinition } from "../scenario/probe.ts";
import { moved, type Standstill } from "./standstill.ts";

/** What one sample showed; `ok`: it was as its check expects. */
export const sightingOf = (ok: boolean, observation: Observation): Sighting => {
  if (ok) return "right";
  const { sampling } = probeDefinition(observation.kind);
  return typeof sampling === "string" || sampling.isAnswered(observation) ? "wrong" : "missing";
};

/** What the sample that was sent then showed. */
export type Seen = { readonly seen: Sighting; readonly sentMs: number; readonly got: string };

type SightingsOptions = {
  readonly intervalMs: number;
  /** A sample is answered, or given up, after this. */
  readonly limitMs: number;
  /** When the sampling began. */
  readonly fromMs: number;
};

/**
 * When a check came to be seen in another way, from its samples in the order in which they are answered. A sample is
 * looked at when those that were sent before it must have been answered: a lost one is known by its time limit only.
 */
export class Sightings {
  readonly #intervalMs: number;
  readonly #limitMs: number;
  /** Sent in this order, and not looked at yet. */
  #waiting: Seen[] = [];
  /** When the last one was sent that was looked at; before the first, when the sampling began. */
  #settledMs: number;
  #last: Sighting | undefined;
  #stood: Standstill | undefined;

  constructor({ intervalMs, limitMs, fromMs }: SightingsOptions) {
    this.#intervalMs = intervalMs;
    this.#limitMs = limitMs;
    this.#settledMs = fromMs;
  }

  /** The changes that are certain with this sample, the oldest first. */
  add(sample: Seen): Seen[] {
    if (this.#last !== undefined && sample.sentMs < this.#settledMs) return [];
    const before = this.#waiting.findLastIndex(({ sentMs }) => sentMs <= sample.sentMs);
    this.#waiting.splice(before + 1, 0, sample);
    return this.#settle((this.#waiting.at(-1)?.sentMs ?? 0) - this.#limitMs);
  }

  /** The changes that were not certain yet when the sampling ended. */
  end(atMs: number): Seen[] {
    return [...this.#settle(atMs), ...this.#gapUntil(atMs - this.#limitMs)];
  }

  /** No sample is missed for the time in which the machines stood still. */
  stoodStill(stood: Standstill): void {
    this.#stood = stood;
  }

  #settle(untilMs: number): Seen[] {
    const settled = this.#waiting.filter(({ sentMs }) => sentMs <= untilMs);
    this.#waiting = this.#waiting.slice(settled.length);
    return settled.flatMap((sample) => {
      const gap = this.#gapUntil(sample.sentMs);
      const isNew = sample.seen !== this.#last;
      this.#settledMs = sample.sentMs;
      this.#last = sample.seen;
      return isNew ? [...gap, sample] : gap;
    });
  }

  /** More than three intervals without any sample, as of a machine that is down. */
  #gapUntil(untilMs: number): Seen[] {
    const fromMs = moved(this.#settledMs, this.#stood) + this.#intervalMs;
    if (untilMs - fromMs <= 2 * this.#intervalMs || this.#last === "missing") return [];
    this.#last = "missing";
    return [{ seen: "missing", sentMs: fromMs, got: "no sample came from the machine" }];
  }
}
