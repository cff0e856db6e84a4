import type { Command } from "commander";
import type { Inventory } from "../scenario/inventory.ts";

/** What a project says of itself in `drillbook.config.ts`; paths are relative to that file. */
export type DrillbookConfig = {
  /** The folder of scenarios, or several. @default "scenarios" */
  readonly scenarios?: string | readonly string[];
  /** Where the pages of verified drills go. @default "runbooks" */
  readonly runbooks?: string;
  /** Where each command leaves its report. @default "reports" */
  readonly reports?: string;
  /** The real addresses for the pages: a TOML file with a table for each machine, or the value itself. @default none */
  readonly inventory?: string | Inventory;
  /** Commands of the project's own: each adds itself to the command line, as commander has it. */
  readonly commands?: readonly ((program: Command) => void)[];
};

/** The configuration as it is: an editor knows its fields by this. */
export const defineConfig = (config: DrillbookConfig): DrillbookConfig => config;
