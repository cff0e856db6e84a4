import { MachineError } from "../errors.ts";
import type { MachineSpec, NetworkSpec, Rig } from "../scenario/rig.ts";
import type { AddressRef } from "../scenario/text.ts";

/** The address of a machine in a network of the rig. @throws MachineError when it has none */
export const addressIn = (rig: Pick<Rig, "machines">, ref: AddressRef): string => {
  const address = rig.machines.find(({ name }) => name === ref.machine)?.addresses[ref.network];
  if (address !== undefined) return address;
  throw new MachineError(`${ref.machine} has no address in the network "${ref.network}"`);
};

/** The rig's networks that one of these machines is in. */
export const networksOf = (rig: Pick<Rig, "networks">, machines: readonly MachineSpec[]): NetworkSpec[] =>
  rig.networks.filter(({ name }) => machines.some(({ addresses }) => addresses[name] !== undefined));
