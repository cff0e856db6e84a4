import type { Hub } from "../network/hub/hub.ts";
import type { Port } from "../network/rig-networks.ts";
import type { Links, VmNetworks } from "./vm-networks.ts";

/** Taps in a hub: QEMU itself is in the hub's namespace, and has no other way out than its machine. */
export class TapNetworks implements VmNetworks {
  readonly by = "own" as const;
  readonly #hub: Hub;

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  async link(ports: readonly Port[]): Promise<Links> {
    const { before, descriptors } = await this.#hub.openTaps(ports);
    return { before, backends: descriptors.map((descriptor) => ["tap", `fd=${descriptor}`]) };
  }

  cut(port: Port): Promise<void> {
    return this.#hub.cut(port);
  }

  heal(port: Port): Promise<void> {
    return this.#hub.heal(port);
  }

  capture(network: string, file: string): Promise<void> {
    return this.#hub.capture(network, file);
  }

  detach(): Promise<void> {
    return this.#hub.detach();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#hub[Symbol.asyncDispose]();
  }
}
