import { HostNotReadyError, MachineError } from "../../errors.ts";
import { drillCommand } from "../../invocation.ts";
import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import { networksOf } from "../addresses.ts";
import { withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import type { RigLabels } from "../engine/labels.ts";
import type { Port } from "../network/rig-networks.ts";
import { type ContainerNetworkOptions, type ContainerNetworks, noNetwork } from "./container-networks.ts";
import { containerNameOf } from "./create-options.ts";
import { createNetworks, type NetworkOptions } from "./networks.ts";

type EngineNetworksStart = {
  readonly engine: Engine;
  readonly rig: Rig;
  /** Those whose networks are made; addresses of the others stay reserved. */
  readonly machines: readonly MachineSpec[];
  readonly labels: RigLabels;
  readonly create: (options: NetworkOptions) => Promise<unknown>;
};

/** Bridges of a container engine, which hold their addresses: one rig at a time. They are removed by the rig's label. */
export class EngineNetworks implements ContainerNetworks {
  readonly by = "engine" as const;
  readonly #engine: Engine;
  readonly #labels: RigLabels;
  /** The engine's names of the networks, by the rig's. */
  readonly #names: ReadonlyMap<string, string>;

  private constructor(engine: Engine, labels: RigLabels, names: ReadonlyMap<string, string>) {
    this.#engine = engine;
    this.#labels = labels;
    this.#names = names;
  }

  /** @throws HostNotReadyError when the host, or another rig in this engine, has addresses of the rig */
  static async create({
    engine,
    rig,
    machines,
    labels,
    create,
  }: EngineNetworksStart): Promise<EngineNetworks> {
    const networks = networksOf(rig, machines);
    return new EngineNetworks(
      engine,
      labels,
      await createNetworks(engine, { ...rig, networks }, labels, create),
    );
  }

  /** The engine's name of a network. @throws MachineError for a network that the rig does not have */
  #nameOf(network: string): string {
    const name = this.#names.get(network);
    if (name !== undefined) return name;
    throw new MachineError(`the rig has no network "${network}"`);
  }

  optionsOf({ addresses }: MachineSpec): ContainerNetworkOptions {
    const [first] = Object.entries(addresses);
    if (first === undefined) return noNetwork;
    const [network, address] = first;
    const mode = this.#nameOf(network);
    // Engines before Docker 25 take one network here; the others are joined before the start.
    return { mode, endpoints: { [mode]: endpointOf(address) }, env: [`DRILLBOOK_ADDRESS=${address}`] };
  }

  async join({ addresses }: MachineSpec, containerId: string): Promise<void> {
    for (const [network, address] of Object.entries(addresses).slice(1)) {
      await this.#connect(network, containerId, address);
    }
  }

  started(): Promise<void> {
    return Promise.resolve();
  }

  async cut(port: Port): Promise<void> {
    const options = { Container: containerNameOf(this.#labels, port.machine), Force: true };
    await withDeadline(
      `POST /networks/${port.network}/disconnect`,
      this.#engine.docker.getNetwork(this.#nameOf(port.network)).disconnect(options),
    );
  }

  heal(port: Port): Promise<void> {
    return this.#connect(port.network, containerNameOf(this.#labels, port.machine), port.address);
  }

  /** @throws HostNotReadyError always: what passes an engine's bridge is the engine's */
  capture(): Promise<void> {
    throw new HostNotReadyError("the container engine's networks cannot be captured", {
      next: `as root, with a container engine of this host: ${drillCommand(["…"], ["--engine private"], { sudo: true })}`,
    });
  }

  detach(): Promise<void> {
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.detach();
  }

  async #connect(network: string, container: string, address: string): Promise<void> {
    const options = { Container: container, EndpointConfig: endpointOf(address) };
    await withDeadline(
      `POST /networks/${network}/connect`,
      this.#engine.docker.getNetwork(this.#nameOf(network)).connect(options),
    );
  }
}

const endpointOf = (address: string) => ({ IPAMConfig: { IPv4Address: address } });
