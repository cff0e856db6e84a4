import type { Command } from "commander";
import type { Inventory } from "../scenario/inventory.ts";
import type { PlatformProfile } from "../scenario/platform-profile.ts";
import type { ReleaseName } from "../variants/releases.ts";
import type { MachinesConfig } from "./machines.ts";

/** The configuration in `drillbook.config.ts`; paths are relative to that file. */
export type DrillbookConfig = {
  /** The folder of scenarios, or several. @default "scenarios" */
  readonly scenarios?: string | readonly string[];
  /** The folder for the pages of verified drills. @default "runbooks" */
  readonly runbooks?: string;
  /** The folder for the report of each command. @default "reports" */
  readonly reports?: string;
  /** The real addresses for the pages: a TOML file with a table for each machine, or the value itself. @default none */
  readonly inventory?: string | Inventory;
  /** What differs between rigs and the real platform beside addresses, made with `definePlatform`. @default none: pages have the rig's words */
  readonly platform?: PlatformProfile;
  /** What the images of the machines have beside what drillbook puts into every one. @default nothing */
  readonly machines?: MachinesConfig;
  /**
   * Packages whose versions drills can be asked for, each version with the release of Debian that has it:
   * `{ podman: { "4.3": "bookworm", "5.4": "trixie" } }`. Each package is a flag of `drill`. @default none
   */
  readonly variants?: Readonly<Record<string, Readonly<Record<string, ReleaseName>>>>;
  /** The project's own commands: each function adds its command to commander's program. */
  readonly commands?: readonly ((program: Command) => void)[];
};

/** Returns the configuration unchanged; gives editors its type. */
export const defineConfig = (config: DrillbookConfig): DrillbookConfig => config;
