import type { Container, EndpointsConfig } from "dockerode";
import type { MachineSpec } from "../../scenario/rig.ts";
import type { RigNetworks } from "../network/rig-networks.ts";

/** What the engine is asked for when it makes a machine's container. */
export type ContainerNetworkOptions = {
  readonly mode: string;
  readonly endpoints?: EndpointsConfig;
  /** For container-init. */
  readonly env: readonly string[];
};

/** The networks of a rig whose machines are containers. */
export interface ContainerNetworks extends RigNetworks {
  optionsOf(machine: MachineSpec): ContainerNetworkOptions;
  /** What is left to do between the making of a machine's container and its start. */
  join(machine: MachineSpec, containerId: string): Promise<void>;
  /** What is left to do after each start of a machine's container. */
  started(machine: MachineSpec, container: Container): Promise<void>;
}

/** The networks of a machine without any. */
export const noNetwork: ContainerNetworkOptions = { mode: "none", env: [] };
