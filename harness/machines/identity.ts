import { createHash } from "node:crypto";
import type { MachineSpec, Rig } from "../scenario/rig.ts";
import { dotted, parseSubnet } from "./engine/subnet.ts";

/** A machine's attachment to one network, as the machine knows it. */
export type Nic = {
  readonly network: string;
  readonly mac: string;
  readonly address: string;
  readonly prefix: number;
};

/** The identity of a machine, of whatever kind: the same in every drill of its rig, and unique in the rig. */
export type Identity = {
  readonly hostname: string;
  /** 32 hexadecimal digits. Source: machine-id(5). */
  readonly machineId: string;
  readonly nics: readonly Nic[];
  /** An unused address of the first network. */
  readonly gateway: string | undefined;
};

const hashOf = (...parts: readonly string[]): string =>
  createHash("sha256").update(parts.join("\0")).digest("hex");

/** In QEMU's own range. Source: QEMU's default MAC addresses, 52:54:00. */
const macOf = (machine: string, network: string): string => {
  const hash = hashOf("mac", machine, network);
  return `52:54:00:${hash.slice(0, 2)}:${hash.slice(2, 4)}:${hash.slice(4, 6)}`;
};

/** The last unused address of the subnet. */
const freeAddress = (rig: Rig, network: string, prefix: number, address: string): string => {
  const taken = new Set(rig.machines.map((machine) => machine.addresses[network]));
  const { base } = parseSubnet(`${address}/${prefix}`);
  for (let number = base + 2 ** (32 - prefix) - 2; number > base; number -= 1) {
    if (!taken.has(dotted(number))) return dotted(number);
  }
  return address;
};

export const identityOf = (rig: Rig, machine: MachineSpec): Identity => {
  const nics = Object.entries(machine.addresses).map(([network, address]): Nic => {
    const subnet = rig.networks.find(({ name }) => name === network)?.subnet ?? "";
    return {
      network,
      mac: macOf(machine.name, network),
      address,
      prefix: Number(subnet.split("/")[1] ?? 24),
    };
  });
  const [first] = nics;
  return {
    hostname: machine.name,
    machineId: hashOf("machine-id", machine.name, ...nics.map(({ address }) => address)).slice(0, 32),
    nics,
    gateway: first && freeAddress(rig, first.network, first.prefix, first.address),
  };
};
