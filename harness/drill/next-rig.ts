import type { RigHost, RunningRig, StartOptions } from "../machines/rig-host.ts";
import type { Rig } from "../scenario/rig.ts";
import type { Clock } from "./clock.ts";

/** A rig whose machines are up, and how long their start took. */
export type StartedRig = { readonly rig: RunningRig; readonly tookMs: number };

/** The rig of the procedure that comes next, started while the one before it recovers. */
export class NextRig {
  readonly #host: RigHost;
  readonly #clock: Clock;
  #started: { readonly label: string; readonly rig: Promise<StartedRig | undefined> } | undefined;

  constructor(host: RigHost, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
  }

  /** Begins the start, unless one has begun, where the host has room now. A start that fails is no loss: the rig is started in its turn then. */
  begin(rig: Rig, options: StartOptions): void {
    if (this.#started !== undefined) return;
    const startMs = this.#clock.monotonicMs();
    const started = this.#host.start(rig, { ...options, onlyNow: true }).then(
      (running) => ({ rig: running, tookMs: this.#clock.monotonicMs() - startMs }),
      () => undefined,
    );
    this.#started = { label: options.label, rig: started };
  }

  /** The rig with this label, which is the taker's from now on; undefined when none was started, or its start failed. */
  async take(label: string): Promise<StartedRig | undefined> {
    if (this.#started?.label !== label) return undefined;
    const { rig } = this.#started;
    this.#started = undefined;
    return await rig;
  }

  /** Removes a rig that was not taken. @throws MachineError as `stop` of a rig */
  async drop(): Promise<void> {
    const started = await this.#started?.rig;
    this.#started = undefined;
    await started?.rig.stop();
  }
}
