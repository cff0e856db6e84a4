import { ScenarioError } from "../errors.ts";
import { onPlatform, type PlatformProfile } from "./platform-profile.ts";
import type { ResolveAddress } from "./text.ts";

/** The real platform's addresses, by machine, then by network: printed on pages, never used by a drill. */
export type Inventory = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Fills in addresses of the inventory in `where`, and the words of the real platform. @throws ScenarioError for an address that it does not have */
export const resolveFrom = (inventory: Inventory, where: string, profile?: PlatformProfile): ResolveAddress =>
  onPlatform(({ machine, network }) => {
    const found = inventory[machine]?.[network];
    if (found !== undefined) return found;
    throw new ScenarioError(`${where} has no address of ${machine} on ${network}`, {
      next: `add ${network} = "…" under [${machine}]`,
    });
  }, profile);
