/** The API for `drillbook.config.ts` and for a project's own commands. */
export { ScenarioError, UsageError } from "../errors.ts";
export { closest } from "../scenario/closest.ts";
export { type Inventory, resolveFrom } from "../scenario/inventory.ts";
export type { PlatformProfile } from "../scenario/platform-profile.ts";
export { type DrillbookConfig, defineConfig } from "./define-config.ts";
export { parseInventory } from "./inventory.ts";
export type { MachinesConfig } from "./machines.ts";
