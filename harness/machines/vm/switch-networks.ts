import { MachineError } from "../../errors.ts";
import type { NetworkSpec } from "../../scenario/rig.ts";
import type { Port } from "../network/rig-networks.ts";
import { Switch, type SwitchPort } from "../network/switch.ts";
import type { Links, VmNetworks } from "./vm-networks.ts";

/** A switch in this process for each network of a rig: its virtual machines are parted when the process ends. */
export class SwitchNetworks implements VmNetworks {
  readonly by = "switch" as const;
  readonly #switches: ReadonlyMap<string, Switch>;
  readonly #ports = new Map<string, SwitchPort>();

  constructor(networks: readonly NetworkSpec[]) {
    this.#switches = new Map(networks.map(({ name }) => [name, new Switch(name)]));
  }

  /** @throws MachineError when a path is too long for a socket */
  async link(ports: readonly Port[], socketOf: (network: string) => string): Promise<Links> {
    for (const port of ports) {
      const opened = await this.#switchOf(port.network).port(socketOf(port.network));
      this.#ports.set(placeOf(port), opened);
    }
    const settingsOf = ({ network }: Port) => `server=off,addr.type=unix,addr.path=${socketOf(network)}`;
    return { before: [], backends: ports.map((port) => ["stream", settingsOf(port)]) };
  }

  cut(port: Port): Promise<void> {
    this.#ports.get(placeOf(port))?.cut();
    return Promise.resolve();
  }

  heal(port: Port): Promise<void> {
    this.#ports.get(placeOf(port))?.heal();
    return Promise.resolve();
  }

  capture(network: string, file: string): Promise<void> {
    this.#switchOf(network).capture(file);
    return Promise.resolve();
  }

  detach(): Promise<void> {
    return this[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#switches.values()].map((one) => one.close()));
  }

  #switchOf(network: string): Switch {
    const found = this.#switches.get(network);
    if (found) return found;
    throw new MachineError(`the rig has no network "${network}"`);
  }
}

const placeOf = ({ machine, network }: Port): string => `${machine} ${network}`;
