import type { LinkQuality } from "../../machine.ts";
import type { Port, RigNetworks } from "../rig-networks.ts";
import type { Hub } from "./hub.ts";

/** Networks that a hub holds, whatever the kind of machine. */
export abstract class InHub implements RigNetworks {
  readonly by = "own" as const;
  protected readonly hub: Hub;

  constructor(hub: Hub) {
    this.hub = hub;
  }

  cut(port: Port): Promise<void> {
    return this.hub.cut(port);
  }

  heal(port: Port): Promise<void> {
    return this.hub.heal(port);
  }

  setQuality(port: Port, quality: LinkQuality): Promise<void> {
    return this.hub.setQuality(port, quality);
  }

  capture(network: string, file: string): Promise<void> {
    return this.hub.capture(network, file);
  }

  detach(): Promise<void> {
    return this.hub.detach();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.hub[Symbol.asyncDispose]();
  }
}
