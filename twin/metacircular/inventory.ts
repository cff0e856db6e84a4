import { isIP } from "node:net";
import { parse } from "smol-toml";
import { TableError, TableReader } from "#harness/platform/table-reader.ts";
import type { ResolveAddress } from "#harness/scenario/text.ts";
import { readBesideThis } from "./paths.ts";

/** The real address of a machine on a network, by machine and network. */
export type Inventory = Readonly<Record<string, Readonly<Record<string, string>>>>;

const FILE = "inventory.toml";

/**
 * An address is put into commands that are run and into unit files, as it is: nothing but an address may be one.
 * @throws TableError with the place
 */
const addressOf = (networks: TableReader, machine: string, network: string): string => {
  const value = networks.string(network, "192.0.2.10");
  if (isIP(value) !== 0) return value;
  const todo = `write ${network} = "192.0.2.10" under [${machine}]`;
  throw new TableError(FILE, `${JSON.stringify(value)} is no IP address of ${machine} on ${network}`, todo);
};

/** @throws TableError for what is no address. */
export const parseInventory = (toml: string): Inventory => {
  const machines = new TableReader(parse(toml), FILE);
  return Object.fromEntries(
    machines.keys.map((name) => {
      const networks = machines.table(name);
      return [name, Object.fromEntries(networks.keys.map((key) => [key, addressOf(networks, name, key)]))];
    }),
  );
};

/** The real platform's addresses; for runbooks only, never for a drill. */
export const loadInventory = (): Inventory => parseInventory(readBesideThis(FILE));

/** Fills addresses in from this inventory. @throws TableError for one that it does not have. */
export const resolveFrom =
  (inventory: Inventory): ResolveAddress =>
  ({ machine, network }) => {
    const found = inventory[machine]?.[network];
    if (found !== undefined) return found;
    throw new TableError(
      FILE,
      `has no address of ${machine} on ${network}`,
      `add ${network} = "…" under [${machine}]`,
    );
  };
