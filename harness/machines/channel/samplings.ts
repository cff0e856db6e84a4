import type { SampledProbe } from "../../scenario/probe.ts";
import type { Sample, Sampling } from "../machine.ts";
import type { Channel } from "./channel.ts";

type Wanted = {
  readonly probes: readonly SampledProbe[];
  readonly intervalMs: number;
  readonly onSample: (sample: Sample) => void;
  current: Sampling | undefined;
};

/**
 * Samplings that outlive a channel: a machine attaches each new channel after a reboot, and they go on.
 */
export class Samplings {
  readonly #wanted = new Set<Wanted>();
  #channel: Channel | undefined;

  /** Resolves when every sampling runs over this channel. @throws MachineError */
  async attach(channel: Channel): Promise<void> {
    this.#channel = channel;
    await Promise.all([...this.#wanted].map((wanted) => this.#begin(wanted, channel)));
  }

  /** Starts at once when there is an open channel, and otherwise with the next one. @throws MachineError */
  async start(
    probes: readonly SampledProbe[],
    intervalMs: number,
    onSample: (sample: Sample) => void,
  ): Promise<Sampling> {
    const wanted: Wanted = { probes, intervalMs, onSample, current: undefined };
    this.#wanted.add(wanted);
    try {
      if (this.#channel?.isOpen) await this.#begin(wanted, this.#channel);
    } catch (error) {
      this.#wanted.delete(wanted);
      throw error;
    }
    return {
      stop: async () => {
        this.#wanted.delete(wanted);
        // A channel that is gone took its sampling with it.
        await wanted.current?.stop().catch(() => {});
      },
    };
  }

  async #begin(wanted: Wanted, channel: Channel): Promise<void> {
    const sampling = await channel.sample(wanted.probes, wanted.intervalMs, (sample) => {
      if (this.#wanted.has(wanted)) wanted.onSample(sample);
    });
    wanted.current = sampling;
    // Stopped while it was being started.
    if (!this.#wanted.has(wanted)) await sampling.stop();
  }
}
