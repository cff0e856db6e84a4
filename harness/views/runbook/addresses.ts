import type { DrillRecord } from "../../journal/drill-record.ts";
import type { Inventory } from "../../scenario/inventory.ts";
import { onPlatform, type PlatformProfile } from "../../scenario/platform-profile.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { ResolveAddress } from "../../scenario/text.ts";
import { wholePath } from "../../scenario/whole-path.ts";

export type RealAddresses = {
  readonly resolve: ResolveAddress;
  /** What a drill printed, with every address and path of the rig replaced by the real one. */
  readonly inText: (text: string) => string;
  /** The rig's addresses that are still in a page: none, or there is a bug. */
  readonly leftIn: (page: string) => string[];
};

/** What a reader puts the address in for, when the inventory does not have it. */
export const standInFor = (machine: string, network: string): string =>
  `ADDRESS_OF_${machine}_ON_${network}`.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");

const realAddress = (inventory: Inventory, machine: string, network: string): string =>
  inventory[machine]?.[network] ?? standInFor(machine, network);

/** How the drill's addresses become the real ones. */
export const realAddresses = (
  scenario: Scenario,
  records: readonly DrillRecord[],
  inventory: Inventory,
  profile?: PlatformProfile,
): RealAddresses => {
  const resolve = onPlatform(({ machine, network }) => realAddress(inventory, machine, network), profile);
  const pairs = rigPairs(scenario, records).map(
    ({ address, machine, network }) => [address, resolve({ kind: "address", machine, network })] as const,
  );
  const others = Object.entries(scenario.rig.otherAddresses ?? {});
  const all = new Map(
    [...pairs, ...others].flatMap(([rig, real]) => [[rig, real] as const, ...otherForms(rig, real)]),
  );
  const patterns = [...[...all].map(([rig, real]) => [pattern(rig), real] as const), ...pathsOf(profile)];
  const strangers = scenario.rig.networks.map(({ name, subnet }) => [subnetPattern(subnet), name] as const);
  return {
    resolve,
    inText: (text) => {
      const known = patterns.reduce((sum, [rig, real]) => sum.replace(rig, () => real), text);
      // A gateway or a broadcast address has no real counterpart in the inventory.
      return strangers.reduce((sum, [rig, name]) => sum.replace(rig, () => `(an address on ${name})`), known);
    },
    leftIn: (page) => [...all.keys()].filter((rig) => pattern(rig).test(page)),
  };
};

/** Commands have the platform's paths already; outputs name those of the rig. The longest first: one may begin with another. */
const pathsOf = (profile: PlatformProfile | undefined): (readonly [RegExp, string])[] =>
  Object.values(profile?.words ?? {})
    .filter(({ rig, platform }) => rig.startsWith("/") && platform !== undefined && platform !== rig)
    .toSorted((one, other) => other.rig.length - one.rig.length)
    .map(({ rig, platform = rig }) => [wholePath(rig, "g"), platform] as const);

const rigPairs = (scenario: Scenario, records: readonly DrillRecord[]) => [
  ...scenario.rig.machines.flatMap(({ name, addresses }) => pairsOf(name, addresses)),
  ...records
    .flatMap(({ procedures }) => procedures)
    .flatMap(({ machines }) => machines.flatMap(({ machine, addresses }) => pairsOf(machine, addresses))),
];

const pairsOf = (machine: string, addresses: Readonly<Record<string, string>>) =>
  Object.entries(addresses).map(([network, address]) => ({ machine, network, address }));

/** As reverse DNS names and host names write it. */
const otherForms = (rig: string, real: string): (readonly [string, string])[] => [
  [rig.split(".").reverse().join("."), real.split(".").reverse().join(".")],
  [rig.replaceAll(".", "-"), real.replaceAll(".", "-")],
];

const escapeDots = (text: string): string => text.replaceAll(".", "\\.");

const pattern = (address: string): RegExp => new RegExp(`(?<![0-9])${escapeDots(address)}(?![0-9])`, "g");

/** Any address of a /24 or wider network, as its whole bytes write it. */
const subnetPattern = (subnet: string): RegExp => {
  const [base = "", bits = "24"] = subnet.split("/");
  const fixed = base.split(".").slice(0, Math.floor(Number(bits) / 8));
  const rest = "\\.[0-9]{1,3}".repeat(4 - fixed.length);
  return new RegExp(`(?<![0-9])${escapeDots(fixed.join("."))}${rest}(?![0-9])`, "g");
};
