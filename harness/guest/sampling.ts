import type { DnsObservation, HttpObservation } from "#harness/scenario/observation.ts";
import { askDns } from "./dns.ts";
import { assertAskable } from "./dns-question.ts";
import { askHttp, parseRequest } from "./http.ts";
import { type ProbeCall, type SampleCall, sampleTimeoutCapMs } from "./protocol.ts";

export type OnSampled = (
  probe: string,
  sentMonotonicMs: number,
  observation: DnsObservation | HttpObservation,
) => void;

/** @throws Refusal now rather than at every sample */
const assertSensible = (probe: ProbeCall): void => {
  if (probe.kind === "dns") assertAskable(probe);
  else parseRequest(probe);
};

const ask = (probe: ProbeCall): Promise<DnsObservation | HttpObservation> => {
  const timeoutMs = Math.min(probe.timeoutMs, sampleTimeoutCapMs);
  return probe.kind === "dns" ? askDns({ ...probe, timeoutMs }) : askHttp({ ...probe, timeoutMs });
};

/** A server that hangs must not make the machine hold ever more open questions. */
const mostUnderWay = 10;

/**
 * Repeats each probe on a timer of its own. The next is sent whether or not the last was answered: waiting for
 * a lost answer would hide for how long the others were already right again.
 */
export class Sampler {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #onSampled: OnSampled;

  constructor(call: SampleCall, onSampled: OnSampled) {
    this.#onSampled = onSampled;
    for (const probe of call.probes) assertSensible(probe);
    const startMs = performance.now();
    call.probes.forEach((probe, index) => {
      // Spread over the interval, so that the probes do not delay one another.
      this.#repeat(probe, startMs + (index * call.intervalMs) / call.probes.length, call.intervalMs);
    });
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #repeat(probe: ProbeCall, firstMs: number, intervalMs: number): void {
    let dueMs = firstMs;
    let underWay = 0;
    const wait = () => {
      const timer = setTimeout(
        () => {
          this.#timers.delete(timer);
          // The grid is kept: a late timer does not shift the ones after it.
          dueMs += intervalMs * Math.max(1, Math.ceil((performance.now() - dueMs) / intervalMs));
          wait();
          if (underWay < mostUnderWay) void send();
        },
        Math.max(0, dueMs - performance.now()),
      );
      this.#timers.add(timer);
    };
    const send = async () => {
      underWay += 1;
      const sentMs = performance.now();
      try {
        this.#onSampled(probe.id, sentMs, await ask(probe));
      } finally {
        underWay -= 1;
      }
    };
    wait();
  }
}
