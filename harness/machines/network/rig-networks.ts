import { join } from "node:path";
import type { MachineSpec, NetworkSpec, Rig } from "../../scenario/rig.ts";
import { identityOf, type Nic } from "../identity.ts";
import type { LinkQuality } from "../machine.ts";

/** A machine's place in a network of its rig. */
export type Port = Nic & {
  readonly machine: string;
  readonly name: `eth${number}`;
  /** Where its machine's default route leads to, by this port. */
  readonly gateway: string | undefined;
};

/** A machine's ports, in the order in which it names its networks. */
export const portsOf = (rig: Rig, machine: MachineSpec): Port[] => {
  const { nics, gateway } = identityOf(rig, machine);
  return nics.map((nic, index) => ({
    ...nic,
    machine: machine.name,
    name: `eth${index}`,
    gateway: index === 0 ? gateway : undefined,
  }));
};

/** The networks of one running rig; disposing removes them. */
export interface RigNetworks extends AsyncDisposable {
  /**
   * "own": in a namespace of the rig's; "engine": bridges of a container engine, for one rig at a time; "switch": in this
   * process, for virtual machines alone.
   */
  readonly by: "own" | "engine" | "switch";
  /** Nothing passes the port any more, in either direction. */
  cut(port: Port): Promise<void>;
  heal(port: Port): Promise<void>;
  /** Absent where the networks are not the rig's own. */
  setQuality?(port: Port, quality: LinkQuality): Promise<void>;
  /** Captures all frames of a network from now on into a file. */
  capture(network: string, file: string): Promise<void>;
  /** Ends what of them needs this process. */
  detach(): Promise<void>;
}

/** Captures these networks into `<network>.pcap` in the folder, when there is one. */
export const captureAll = async (
  networks: RigNetworks,
  specs: readonly NetworkSpec[],
  folder: string | undefined,
): Promise<void> => {
  if (folder === undefined) return;
  for (const { name } of specs) await networks.capture(name, join(folder, `${name}.pcap`));
};
