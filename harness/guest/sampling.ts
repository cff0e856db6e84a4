import type { DnsObservation, HttpObservation } from "../scenario/observation.ts";
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

/** Asks once, and answers what came. */
export type Ask = (probe: ProbeCall) => Promise<DnsObservation | HttpObservation>;

const askServer: Ask = (probe) => {
  const timeoutMs = Math.min(probe.timeoutMs, sampleTimeoutCapMs);
  return probe.kind === "dns" ? askDns({ ...probe, timeoutMs }) : askHttp({ ...probe, timeoutMs });
};

/** A server that hangs must not make the machine hold ever more open questions. */
const mostUnderWay = 10;

type Group = readonly { readonly probe: ProbeCall; underWay: number }[];

/**
 * What is sent together. A DNS question is sent in a fraction of a millisecond, and a process that wakes up once for
 * twenty of them needs half the time of one that wakes up for each; a request over HTTP would delay the others.
 */
const groupsOf = (probes: readonly ProbeCall[]): Group[] => {
  const dns = probes.filter(({ kind }) => kind === "dns");
  const alone = probes.filter(({ kind }) => kind !== "dns").map((probe) => [probe]);
  return [...(dns.length === 0 ? [] : [dns]), ...alone].map((group) =>
    group.map((probe) => ({ probe, underWay: 0 })),
  );
};

/**
 * Repeats each probe, in time. The next is sent whether or not the last was answered: waiting for a lost answer
 * would hide for how long the others were already right again.
 */
export class ProbeLoop {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #onSampled: OnSampled;
  readonly #ask: Ask;

  constructor(call: SampleCall, onSampled: OnSampled, ask: Ask = askServer) {
    this.#onSampled = onSampled;
    this.#ask = ask;
    for (const probe of call.probes) assertSensible(probe);
    const startMs = performance.now();
    const groups = groupsOf(call.probes);
    groups.forEach((group, index) => {
      // Spread over the interval, so that they do not delay one another.
      this.#repeat(group, startMs + (index * call.intervalMs) / groups.length, call.intervalMs);
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
          // The grid is kept: a late timer does not shift the ones after it.
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
      this.#onSampled(one.probe.id, sentMs, await this.#ask(one.probe));
    } finally {
      one.underWay -= 1;
    }
  }
}
