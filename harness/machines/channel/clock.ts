/** Turns the agent's monotonic times into the harness's clock, from the answer that came back fastest. */
export class AgentClock {
  #bestRoundTripMs = Number.POSITIVE_INFINITY;
  #offsetMs = 0;

  /** An answer asked for at `sentMs` and here at `receivedMs`, given at `agentMs` on the agent's clock. */
  observe(sentMs: number, receivedMs: number, agentMs: number): void {
    const roundTripMs = receivedMs - sentMs;
    if (roundTripMs >= this.#bestRoundTripMs) return;
    this.#bestRoundTripMs = roundTripMs;
    this.#offsetMs = sentMs + roundTripMs / 2 - agentMs;
  }

  /** Discards the observations after the agent's clock has jumped or stopped. */
  forget(): void {
    this.#bestRoundTripMs = Number.POSITIVE_INFINITY;
  }

  /** Milliseconds since 1970 on the harness's clock. */
  toHarness(agentMs: number): number {
    return agentMs + this.#offsetMs;
  }
}
