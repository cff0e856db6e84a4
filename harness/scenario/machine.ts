import { type ActionMethods, actionMethods } from "./action.ts";
import { assertKnownFields } from "./known-fields.ts";
import type { MachineSpec } from "./rig.ts";
import { type AddressRef, address } from "./text.ts";

/** A machine of a rig, as scenario authors use it. */
export type MachineHandle = ActionMethods & {
  readonly name: string;
  readonly spec: MachineSpec;
  /** Its address on a network of the rig. */
  on(network: string): AddressRef;
};

/** @throws ScenarioError for a field that a machine does not have */
export const machine = (
  name: string,
  fields: Pick<MachineSpec, "addresses"> & Partial<Pick<MachineSpec, "users" | "provision" | "on">>,
): MachineHandle => {
  assertKnownFields(`the machine "${name}"`, fields, ["addresses", "users", "provision", "on"]);
  return {
    name,
    spec: {
      name,
      addresses: fields.addresses,
      users: fields.users ?? [],
      provision: fields.provision ?? [],
      ...(fields.on === undefined ? {} : { on: fields.on }),
    },
    on: (network) => address(name, network),
    ...actionMethods(name),
  };
};
