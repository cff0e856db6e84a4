import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Inventory, loadInventory, parseInventory } from "#twin/metacircular/inventory.ts";
import { definitions } from "#twin/metacircular/services.ts";
import { ScenarioError, UsageError } from "../errors.ts";
import type { Component } from "../platform/definition.ts";
import { loadDefinitions } from "../platform/load.ts";
import { serviceTable } from "../platform/service-table.ts";
import type { ResolveAddress } from "../scenario/text.ts";
import { componentsNamed } from "./service-names.ts";
import { podmanText, quadletFiles, quadletText } from "./service-texts.ts";

export type ServicesOptions = {
  readonly as: "podman" | "quadlet" | "table";
  readonly definitions?: string;
  readonly inventory?: string;
  readonly into?: string;
};

const readable = <Value>(read: () => Value, what: string, flag: string): Value => {
  try {
    return read();
  } catch (cause) {
    throw new UsageError(`there is no ${what}`, { cause, next: `name one that can be read with ${flag}` });
  }
};

const componentsOf = (folder: string | undefined): readonly Component[] => {
  if (folder === undefined) return definitions().flatMap(({ components }) => components);
  readable(() => readdirSync(folder), `folder of definitions at ${folder}`, "--definitions");
  return loadDefinitions(folder, folder).flatMap(({ components }) => components);
};

const inventoryOf = (file: string | undefined): Inventory => {
  if (file === undefined) return loadInventory();
  const toml = readable(() => readFileSync(file, "utf8"), `inventory at ${file}`, "--inventory");
  try {
    return parseInventory(toml);
  } catch (cause) {
    const said = cause instanceof Error ? (cause.message.split("\n", 1)[0] ?? "") : String(cause);
    // It is named after the platform's own file, whatever the reader wrote.
    const got = said.replace(/^inventory\.toml: /, "");
    throw new ScenarioError(`${file} is no inventory`, {
      got,
      next: 'write a table for each machine, such as [rift], with lan = "…" and tailnet = "…"',
    });
  }
};

/** @throws ScenarioError for an address that the inventory does not have */
const resolveIn =
  (inventory: Inventory, file = "twin/metacircular/inventory.toml"): ResolveAddress =>
  ({ machine, network }) => {
    const found = inventory[machine]?.[network];
    if (found !== undefined) return found;
    throw new ScenarioError(`${file} has no address of ${machine} on ${network}`, {
      claimed: `a service of ${machine} publishes a port there`,
      next: `add ${network} = "…" under [${machine}], or name another file with --inventory`,
    });
  };

const writeUnits = (files: readonly { name: string; content: string }[], folder: string): string => {
  try {
    mkdirSync(folder, { recursive: true });
    for (const { name, content } of files) writeFileSync(join(folder, name), content);
  } catch (cause) {
    throw new UsageError(`no unit can be written into ${folder}`, {
      cause,
      next: "name a folder that you may write to with --into",
    });
  }
  return files.map(({ name }) => `${join(folder, name)}\n`).join("");
};

const textOf = (names: readonly string[], options: ServicesOptions): string => {
  const all = componentsOf(options.definitions);
  const chosen = componentsNamed(names, all);
  const resolve = resolveIn(inventoryOf(options.inventory), options.inventory);
  if (options.as === "podman") return podmanText(chosen, resolve);
  if (options.as === "table") return serviceTable(chosen, resolve);
  const files = quadletFiles(chosen, all, resolve);
  return options.into === undefined ? quadletText(files) : writeUnits(files, options.into);
};

/** Prints the services in one of their forms; nothing is printed when any of it is wrong. */
export const printServices = (names: readonly string[], options: ServicesOptions): void => {
  if (options.into !== undefined && options.as !== "quadlet") {
    throw new UsageError(`--into writes unit files, and --as ${options.as} has none`, {
      next: "add --as quadlet, or leave --into out",
    });
  }
  process.stdout.write(textOf(names, options));
};
