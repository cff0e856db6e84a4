import { MachineError } from "../errors.ts";
import type { MachineSpec, NetworkSpec, Rig } from "../scenario/rig.ts";
import { inRig, type Placeholder } from "../scenario/text.ts";

/** What takes the placeholder's place in the rig. @throws MachineError for an address that no machine has */
export const resolveIn = (rig: Pick<Rig, "machines">, ref: Placeholder): string =>
  inRig(({ machine, network }) => {
    const address = rig.machines.find(({ name }) => name === machine)?.addresses[network];
    if (address !== undefined) return address;
    throw new MachineError(`${machine} has no address in the network "${network}"`);
  })(ref);

/** The rig's networks that one of these machines is in. */
export const networksOf = (rig: Pick<Rig, "networks">, machines: readonly MachineSpec[]): NetworkSpec[] =>
  rig.networks.filter(({ name }) => machines.some(({ addresses }) => addresses[name] !== undefined));
