import type { NetworkChange, PowerLoss, PutFile, Reboot } from "./action.ts";
import { Command } from "./command.ts";
import { assertKnownFields } from "./known-fields.ts";
import type { MachineSpec } from "./rig.ts";
import { type Interpolated, shellText } from "./shell.ts";
import { type AddressRef, address, type TextLike, text } from "./text.ts";

/** An account on a machine, as scenario authors use it. */
export type Account = {
  readonly machine: string;
  readonly user: string;
  /** A shell command as this account; interpolated values are quoted. */
  sh(strings: TemplateStringsArray, ...values: Interpolated[]): Command;
};

export const accountOn = (machine: string, user: string): Account => ({
  machine,
  user,
  sh: (strings, ...values) => new Command({ machine, user, script: shellText(strings, values) }),
});

export type PutFields = {
  readonly content: TextLike | { readonly bundleOf: string };
  /** Octal. @default "0644" */
  readonly mode?: string;
  /** @default "root:root" */
  readonly owner?: string;
};

/** A procedure's step needs `byHand`: nobody can type that a drill connects a machine again. */
export type NetworkFields = Pick<NetworkChange, "byHand">;

/** A machine of a rig, as scenario authors use it. */
export type MachineHandle = {
  readonly name: string;
  readonly spec: MachineSpec;
  readonly root: Account;
  account(user: string): Account;
  /** Its address on a network of the rig. */
  on(network: string): AddressRef;
  put(path: string, fields: PutFields): PutFile;
  reboot(): Reboot;
  powerLoss(): PowerLoss;
  cut(network: string, fields?: NetworkFields): NetworkChange;
  heal(network: string, fields?: NetworkFields): NetworkChange;
};

const isBundle = (content: PutFields["content"]): content is { readonly bundleOf: string } =>
  typeof content === "object" && "bundleOf" in content;

/** @throws ScenarioError for a field that a machine does not have */
export const machine = (
  name: string,
  fields: Pick<MachineSpec, "addresses"> & Partial<Pick<MachineSpec, "users" | "provision" | "on">>,
): MachineHandle => {
  assertKnownFields(`the machine "${name}"`, fields, ["addresses", "users", "provision", "on"]);
  return handleOf(name, fields);
};

const networkChange = (
  name: string,
  change: NetworkChange["change"],
  network: string,
  fields: NetworkFields = {},
): NetworkChange => {
  assertKnownFields(`${change} of ${network}`, fields, ["byHand"]);
  return { kind: "network", machine: name, network, change, ...fields };
};

const putFile = (name: string, path: string, fields: PutFields): PutFile => {
  assertKnownFields(`put of ${path}`, fields, ["content", "mode", "owner"]);
  const { content, mode = "0644", owner = "root:root" } = fields;
  return {
    kind: "put",
    machine: name,
    path,
    content: isBundle(content) ? content : text(content),
    mode,
    owner,
  };
};

const handleOf = (name: string, fields: Parameters<typeof machine>[1]): MachineHandle => ({
  name,
  spec: {
    name,
    addresses: fields.addresses,
    users: fields.users ?? [],
    provision: fields.provision ?? [],
    ...(fields.on === undefined ? {} : { on: fields.on }),
  },
  root: accountOn(name, "root"),
  account: (user) => accountOn(name, user),
  on: (network) => address(name, network),
  put: (path, put) => putFile(name, path, put),
  reboot: () => ({ kind: "reboot", machine: name }),
  powerLoss: () => ({ kind: "power-loss", machine: name }),
  cut: (network, fields) => networkChange(name, "cut", network, fields),
  heal: (network, fields) => networkChange(name, "heal", network, fields),
});
