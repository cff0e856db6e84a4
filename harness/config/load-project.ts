import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ScenarioError } from "../errors.ts";
import type { Inventory } from "../scenario/inventory.ts";
import { assertKnownFields } from "../scenario/known-fields.ts";
import type { DrillbookConfig } from "./define-config.ts";

/** A project with its configuration, defaults filled in. */
export type Project = {
  /** The folder of the configuration; without one, of the nearest package.json; without that, the current folder. */
  readonly root: string;
  /** Folders; like the others absolute paths. */
  readonly scenarios: readonly string[];
  readonly runbooks: string;
  readonly reports: string;
  /** Read on demand. @throws ScenarioError for an invalid inventory */
  readonly inventory: () => Promise<Inventory>;
  readonly commands: NonNullable<DrillbookConfig["commands"]>;
  /** Whether package.json has a script `drill` that runs drillbook, so that `npm run drill` works. */
  readonly hasScript: boolean;
};

const configNames = [
  "drillbook.config.ts",
  "drillbook.config.mts",
  "drillbook.config.js",
  "drillbook.config.mjs",
];

/** The nearest file of one of these names, upwards from a folder. */
const nearest = (names: readonly string[], folder: string): string | undefined => {
  const found = names.map((name) => join(folder, name)).find((file) => existsSync(file));
  const parent = dirname(folder);
  return found ?? (parent === folder ? undefined : nearest(names, parent));
};

const texts = ["runbooks", "reports"] as const;

const configOf = async (file: string): Promise<DrillbookConfig> => {
  const name = basename(file);
  const wrong = (got: string, next: string): ScenarioError =>
    new ScenarioError(`${name} is not a configuration`, { where: file, got, next });
  let config: unknown;
  try {
    config = ((await import(pathToFileURL(file).href)) as { default?: unknown }).default;
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause);
    throw new ScenarioError(`${name} does not load`, { where: file, got, cause });
  }
  if (typeof config !== "object" || config === null)
    throw wrong("no object is exported", "export default defineConfig({ … })");
  try {
    assertKnownFields("the configuration", config, ["scenarios", ...texts, "inventory", "commands"]);
  } catch (error) {
    throw error instanceof ScenarioError
      ? new ScenarioError(error.message, { where: file, ...error.facts })
      : error;
  }
  const { commands = [], inventory, scenarios = [], ...folders } = config as DrillbookConfig;
  for (const field of texts) {
    const value: unknown = folders[field];
    if (value !== undefined && (typeof value !== "string" || value === ""))
      throw wrong(`${field} is ${JSON.stringify(value)}`, `write ${field}: "${field}", a folder`);
  }
  if ([scenarios].flat().some((one: unknown) => typeof one !== "string" || one === ""))
    throw wrong(
      `scenarios is ${JSON.stringify(scenarios)}`,
      'write scenarios: "scenarios", a folder, or a list of folders',
    );
  if (!Array.isArray(commands) || commands.some((one) => typeof one !== "function"))
    throw wrong("commands is not a list of functions", "write commands: [(program) => …]");
  if (inventory !== undefined && typeof inventory !== "string" && typeof inventory !== "object")
    throw wrong(`inventory is ${JSON.stringify(inventory)}`, 'write inventory: "inventory.toml"');
  return config;
};

const readInventory = async (
  root: string,
  given: DrillbookConfig["inventory"],
  configFile: string,
): Promise<Inventory> => {
  if (given === undefined) return {};
  const { inventoryOf, parseInventory } = await import("./inventory.ts");
  if (typeof given !== "string") return inventoryOf(given, configFile);
  const file = resolve(root, given);
  let toml: string;
  try {
    toml = readFileSync(file, "utf8");
  } catch (cause) {
    throw new ScenarioError(`there is no inventory at ${file}`, {
      where: configFile,
      next: "write the file, or take inventory out of the configuration",
      cause,
    });
  }
  return parseInventory(toml, file);
};

const hasDrillScript = (root: string): boolean => {
  try {
    const { scripts = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts?: Readonly<Record<string, string>>;
    };
    return scripts["drill"]?.includes("drillbook") ?? false;
  } catch {
    return false;
  }
};

/** The project of a folder. @throws ScenarioError with the place, for an invalid configuration */
export const loadProject = async (from: string): Promise<Project> => {
  const configFile = nearest(configNames, from);
  const config = configFile === undefined ? {} : await configOf(configFile);
  const root = dirname(configFile ?? nearest(["package.json"], from) ?? join(from, "package.json"));
  const {
    scenarios = "scenarios",
    runbooks = "runbooks",
    reports = "reports",
    inventory,
    commands = [],
  } = config;
  return {
    root,
    scenarios: [scenarios].flat().map((folder) => resolve(root, folder)),
    runbooks: resolve(root, runbooks),
    reports: resolve(root, reports),
    inventory: () => readInventory(root, inventory, configFile ?? root),
    commands,
    hasScript: hasDrillScript(root),
  };
};
