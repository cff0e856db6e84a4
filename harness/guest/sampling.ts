import type { Observation } from "../scenario/probe.ts";

type OnSampled = (probe: string, sentMonotonicMs: number, observation: Observation) => void;

/** A probe that is repeated. */
export type Sampled = {
  readonly id: string;
  /** Sent together with the others that have this. */
  readonly together: boolean;
  /** Asks once, and resolves with the observation. */
  readonly ask: () => Promise<Observation>;
};

/** A limit, so that a hung server does not cause ever more open questions. */
const mostUnderWay = 10;

type Group = readonly { readonly probe: Sampled; underWay: number }[];

/**
 * Probes that are sent together. One wake-up for twenty DNS questions needs half the time of twenty wake-ups; probes
 * that take longer to send would delay the others.
 */
const groupsOf = (probes: readonly Sampled[]): Group[] => {
  const together = probes.filter((probe) => probe.together);
  const alone = probes.filter((probe) => !probe.together).map((probe) => [probe]);
  return [...(together.length === 0 ? [] : [together]), ...alone].map((group) =>
    group.map((probe) => ({ probe, underWay: 0 })),
  );
};

/**
 * Repeats each probe at its interval, without waiting for the last answer: to wait for a lost answer would hide the
 * moment at which the service recovered.
 */
export class ProbeLoop {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #onSampled: OnSampled;

  constructor(probes: readonly Sampled[], intervalMs: number, onSampled: OnSampled) {
    this.#onSampled = onSampled;
    const startMs = performance.now();
    const groups = groupsOf(probes);
    groups.forEach((group, index) => {
      // Spread over the interval, so that they do not delay one another.
      this.#repeat(group, startMs + (index * intervalMs) / groups.length, intervalMs);
    });
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #repeat(group: Group, firstMs: number, intervalMs: number): void {
    let dueMs = firstMs;
    const wait = () => {
      const timer = setTimeout(
        () => {
          this.#timers.delete(timer);
          // A late timer does not shift the ones after it.
          dueMs += intervalMs * Math.max(1, Math.ceil((performance.now() - dueMs) / intervalMs));
          wait();
          for (const one of group) if (one.underWay < mostUnderWay) void this.#send(one);
        },
        Math.max(0, dueMs - performance.now()),
      );
      this.#timers.add(timer);
    };
    wait();
  }

  async #send(one: Group[number]): Promise<void> {
    one.underWay += 1;
    const sentMs = performance.now();
    try {
      this.#onSampled(one.probe.id, sentMs, await one.probe.ask());
    } finally {
      one.underWay -= 1;
    }
  }
}
