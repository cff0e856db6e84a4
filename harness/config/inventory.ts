import { isIP } from "node:net";
import { parse } from "smol-toml";
import { ScenarioError } from "../errors.ts";
import type { Inventory } from "../scenario/inventory.ts";

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

const example = (machine: string): string => `write under [${machine}] a line such as lan = "192.0.2.10"`;

/**
 * The addresses in a value such as `{ rift: { lan: "192.0.2.10" } }`. They are inserted into commands and unit files
 * without quotes, so each must be an IP address.
 * @throws ScenarioError with the machine and network, for an invalid inventory
 */
export const inventoryOf = (value: unknown, where: string): Inventory => {
  const wrong = (got: string, next: string): never => {
    throw new ScenarioError(`${where} is not an inventory`, { got, next });
  };
  if (!isTable(value)) return wrong("no table", "write a table of networks for each machine");
  for (const [machine, networks] of Object.entries(value)) {
    if (!isTable(networks)) return wrong(`${machine} is not a table of networks`, example(machine));
    if (Object.keys(networks).length === 0) return wrong(`${machine} has no address`, example(machine));
    for (const [network, address] of Object.entries(networks)) {
      if (typeof address === "string" && isIP(address) !== 0) continue;
      const got = `${JSON.stringify(address)} is not an IP address of ${machine} on ${network}`;
      return wrong(got, `write ${network} = "192.0.2.10" under [${machine}]`);
    }
  }
  return value as Inventory;
};

/** @throws ScenarioError as `inventoryOf`, and for a text that is not TOML */
export const parseInventory = (toml: string, where: string): Inventory => {
  let value: unknown;
  try {
    value = parse(toml);
  } catch (cause) {
    const [got = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n", 1);
    throw new ScenarioError(`${where} is not TOML`, {
      got,
      next: 'write a table for each machine, such as [rift], with lan = "192.0.2.10"',
      cause,
    });
  }
  return inventoryOf(value, where);
};
