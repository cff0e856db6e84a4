import { MachineError } from "../../errors.ts";
import type { NetworkSpec } from "../../scenario/rig.ts";
import type { Port, RigNetworks } from "../network/rig-networks.ts";
import { Switch, type SwitchPort } from "../network/switch.ts";

/** A switch in this process for each network of a rig: its virtual machines are parted when the process ends. */
export class SwitchNetworks implements RigNetworks {
  readonly by = "switch" as const;
  readonly #switches: ReadonlyMap<string, Switch>;
  readonly #ports = new Map<string, SwitchPort>();

  constructor(networks: readonly NetworkSpec[]) {
    this.#switches = new Map(networks.map(({ name }) => [name, new Switch(name)]));
  }

  /** @throws MachineError for a network that the rig does not have */
  switchOf(network: string): Switch {
    const found = this.#switches.get(network);
    if (found) return found;
    throw new MachineError(`the rig has no network "${network}"`);
  }

  has(network: string): boolean {
    return this.#switches.has(network);
  }

  /** Where the port's machine connects to. @throws MachineError when the path is too long for a socket */
  async listen(port: Port, socketPath: string): Promise<void> {
    this.#ports.set(placeOf(port), await this.switchOf(port.network).port(socketPath));
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
    this.switchOf(network).capture(file);
    return Promise.resolve();
  }

  detach(): Promise<void> {
    return this[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#switches.values()].map((one) => one.close()));
  }
}

const placeOf = ({ machine, network }: Port): string => `${machine} ${network}`;
