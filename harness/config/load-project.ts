import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ScenarioError } from "../errors.ts";
import type { ImageContents } from "../scenario/image-contents.ts";
import type { Inventory } from "../scenario/inventory.ts";
import { assertKnownFields } from "../scenario/known-fields.ts";
import type { PlatformProfile } from "../scenario/platform-profile.ts";
import { releasesAlone, type Variants } from "../variants/variants.ts";
import type { DrillbookConfig } from "./define-config.ts";
import { loadingHint } from "./loading-hint.ts";
import { imageContentsOf } from "./machines.ts";
import { variantsOfConfig } from "./variants.ts";

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
  /** Absent in a project that declares none. */
  readonly platform?: PlatformProfile;
  /** What the images of its machines have beside what drillbook puts into every one. */
  readonly machines: ImageContents;
  /** The releases of Debian, and what the configuration declares. */
  readonly variants: Variants;
  /** Absent in a project without a configuration. */
  readonly configFile?: string;
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

/** Adds the file to what is wrong in it. @throws ScenarioError as `work` does */
const inFile = <T>(file: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new ScenarioError(error.message, { where: file, ...error.facts });
  }
};

type CheckedConfig = Omit<DrillbookConfig, "variants"> & { readonly variants: Variants };

const configOf = async (file: string): Promise<CheckedConfig> => {
  const name = basename(file);
  const wrong = (got: string, next: string): ScenarioError =>
    new ScenarioError(`${name} is not a configuration`, { where: file, got, next });
  let config: unknown;
  try {
    config = ((await import(pathToFileURL(file).href)) as { default?: unknown }).default;
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause);
    throw new ScenarioError(`${name} does not load`, { where: file, got, ...loadingHint(got), cause });
  }
  if (typeof config !== "object" || config === null)
    throw wrong("no object is exported", "export default defineConfig({ … })");
  const fields = config;
  const known = ["scenarios", ...texts, "inventory", "platform", "machines", "variants", "commands"];
  inFile(file, () => assertKnownFields("the configuration", fields, known));
  const {
    commands = [],
    inventory,
    platform,
    scenarios = [],
    variants,
    ...folders
  } = config as DrillbookConfig;
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
  if (platform !== undefined && (typeof platform !== "object" || platform === null || !("words" in platform)))
    throw wrong(`platform is ${JSON.stringify(platform)}`, "write platform: definePlatform({ … })");
  const declared = variantsOfConfig(variants, (got, next) => {
    throw wrong(got, next);
  });
  return { ...config, variants: declared };
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
  const config = configFile === undefined ? { variants: releasesAlone } : await configOf(configFile);
  const root = dirname(configFile ?? nearest(["package.json"], from) ?? join(from, "package.json"));
  const {
    scenarios = "scenarios",
    runbooks = "runbooks",
    reports = "reports",
    inventory,
    platform,
    machines,
    variants,
    commands = [],
  }: CheckedConfig = config;
  const where = configFile ?? root;
  return {
    root,
    scenarios: [scenarios].flat().map((folder) => resolve(root, folder)),
    runbooks: resolve(root, runbooks),
    reports: resolve(root, reports),
    inventory: () => readInventory(root, inventory, where),
    ...(platform === undefined ? {} : { platform }),
    machines: inFile(where, () => imageContentsOf(machines)),
    variants,
    ...(configFile === undefined ? {} : { configFile }),
    commands,
    hasScript: hasDrillScript(root),
  };
};
