import type { Port, RigNetworks } from "../network/rig-networks.ts";

/** How a QEMU is connected to the networks of its rig. */
export type Links = {
  /** The words that come before its own command. */
  readonly before: readonly string[];
  /** Of each network card, what is behind it: a kind of `-netdev` and its settings. */
  readonly backends: readonly (readonly [kind: string, settings: string])[];
};

/** The networks of a rig whose machines are virtual. */
export interface VmNetworks extends RigNetworks {
  /** Makes the ports of one machine; `socketOf` names a place for the socket of a network. */
  link(ports: readonly Port[], socketOf: (network: string) => string): Promise<Links>;
}
