import { BlockList, isIPv4 } from "node:net";
import { machineKinds } from "./machine-kind.ts";
import type { NetworkSpec, Rig } from "./rig.ts";
import type { Scenario } from "./scenario.ts";
import { duplicates } from "./step-problems.ts";

/** Source: RFC 5737. */
const documentation = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"];

/** A name of a host: machines have it as their host name, networks in the engine. Source: RFC 1123, 2.1. */
const isHostName = (name: unknown): boolean =>
  typeof name === "string" && /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name);

type Subnet = { readonly address: string; readonly prefix: number };

/** From /8 to /30: a smaller one has no room for two machines. */
const subnetOf = (text: unknown): Subnet | undefined => {
  const [, address = "", prefix = ""] = /^([\d.]+)\/(\d{1,2})$/.exec(String(text)) ?? [];
  const bits = Number(prefix);
  return isIPv4(address) && bits >= 8 && bits <= 30 ? { address, prefix: bits } : undefined;
};

const isWithin = (address: string, { address: base, prefix }: Subnet): boolean => {
  const list = new BlockList();
  list.addSubnet(base, prefix);
  return list.check(address);
};

const numberOf = (address: string): number =>
  address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

/** The first and the last address of a subnet are no host's. Source: RFC 922, 7. */
const isNetworkOrBroadcast = (address: string, { prefix }: Subnet): boolean => {
  const size = 2 ** (32 - prefix);
  const place = numberOf(address) % size;
  return place === 0 || place === size - 1;
};

const isDocumentation = (address: string): boolean =>
  documentation.some((one) => {
    const range = subnetOf(one);
    return range !== undefined && isWithin(address, range);
  });

/** What is wrong with the rig: each would be told by the engine otherwise, later and in other words. */
export const rigProblems = ({ rig }: Scenario): string[] => [
  ...(rig.machines.length === 0 ? ["rig: has no machine"] : []),
  ...duplicates(rig.machines.map((machine) => machine.name)).map(
    (name) => `rig: two machines are named "${name}"`,
  ),
  ...duplicates(rig.networks.map((network) => network.name)).map(
    (name) => `rig: two networks are named "${name}"`,
  ),
  ...[...rig.machines, ...rig.networks]
    .filter(({ name }) => !isHostName(name))
    .map(
      ({ name }) =>
        `rig: ${JSON.stringify(name)} is no name for a machine or a network; write small letters, digits and hyphens, 63 at most`,
    ),
  ...rig.machines
    .filter(({ on }) => on !== undefined && !machineKinds.includes(on))
    .map(
      ({ name, on }) => `machine ${name}: no machine can be on "${on}" (there is ${machineKinds.join(", ")})`,
    ),
  ...rig.networks.flatMap(networkProblems),
  ...addressProblems(rig),
  ...otherAddressProblems(rig),
];

const networkProblems = ({ name, subnet }: NetworkSpec): string[] => {
  const range = subnetOf(subnet);
  if (range === undefined)
    return [`network ${name}: ${JSON.stringify(subnet)} is no subnet; write one such as "192.0.2.0/24"`];
  return isDocumentation(range.address)
    ? []
    : [`network ${name}: ${subnet} is not of documentation addresses (RFC 5737)`];
};

const addressProblems = ({ machines, networks }: Rig): string[] => {
  const owners = new Map<string, string>();
  return machines.flatMap(({ name, addresses }) =>
    Object.entries(addresses).flatMap(([network, address]) => {
      const range = subnetOf(networks.find((one) => one.name === network)?.subnet);
      const other = owners.get(address);
      owners.set(address, name);
      const known = networks.some((one) => one.name === network)
        ? []
        : [`machine ${name}: the rig has no network "${network}"`];
      if (!isIPv4(address))
        return [...known, `machine ${name}: ${JSON.stringify(address)} is no IPv4 address`];
      return [
        ...known,
        ...(isDocumentation(address)
          ? []
          : [`machine ${name}: ${address} is not a documentation address (RFC 5737)`]),
        ...(range !== undefined && isDocumentation(address) && !isWithin(address, range)
          ? [`machine ${name}: ${address} is not in the subnet of "${network}"`]
          : []),
        ...(range !== undefined && isWithin(address, range) && isNetworkOrBroadcast(address, range)
          ? [
              `machine ${name}: ${address} is the first or the last address of "${network}", which no machine can have`,
            ]
          : []),
        ...(other === undefined ? [] : [`machine ${name}: ${address} is the address of ${other}, too`]),
      ];
    }),
  );
};

/** A machine's own address is resolved by its name. */
const otherAddressProblems = (rig: Rig): string[] => {
  const own = new Map(
    rig.machines.flatMap(({ name, addresses }) =>
      Object.values(addresses).map((one) => [one, name] as const),
    ),
  );
  return Object.keys(rig.otherAddresses ?? {}).flatMap((one) => {
    if (!isIPv4(one)) return [`rig otherAddresses: "${one}" is no IPv4 address`];
    const owner = own.get(one);
    return owner === undefined ? [] : [`rig otherAddresses: ${one} is the address of ${owner}`];
  });
};
