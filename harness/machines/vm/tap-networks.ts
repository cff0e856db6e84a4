import { InHub } from "../network/hub/in-hub.ts";
import type { Port } from "../network/rig-networks.ts";
import type { Links, VmNetworks } from "./vm-networks.ts";

/** Taps in a hub: QEMU itself is in the hub's namespace, and has no other way out than its machine. */
export class TapNetworks extends InHub implements VmNetworks {
  async link(ports: readonly Port[]): Promise<Links> {
    const { before, descriptors } = await this.hub.openTaps(ports);
    return { before, backends: descriptors.map((descriptor) => ["tap", `fd=${descriptor}`]) };
  }
}
