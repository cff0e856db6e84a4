/** What `drillbook.config.ts` and commands of a project's own are written with. */
export { ScenarioError, UsageError } from "../errors.ts";
export { closest } from "../scenario/closest.ts";
export { type Inventory, resolveFrom } from "../scenario/inventory.ts";
export { type DrillbookConfig, defineConfig } from "./define-config.ts";
export { parseInventory } from "./inventory.ts";
