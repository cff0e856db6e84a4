import { ScenarioError } from "../errors.ts";
import type { ResolveAddress } from "./text.ts";

/** The real platform's addresses, by machine, then by network: printed on pages, never used by a drill. */
export type Inventory = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Fills addresses in from the inventory in `where`. @throws ScenarioError for an address that it does not have */
export const resolveFrom =
  (inventory: Inventory, where: string): ResolveAddress =>
  ({ machine, network }) => {
    const found = inventory[machine]?.[network];
    if (found !== undefined) return found;
    throw new ScenarioError(`${where} has no address of ${machine} on ${network}`, {
      next: `add ${network} = "…" under [${machine}]`,
    });
  };
