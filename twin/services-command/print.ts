import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Inventory, parseInventory, resolveFrom, UsageError } from "drillbook/config";
import { besideThis } from "#twin/metacircular/paths.ts";
import { definitions } from "#twin/metacircular/services.ts";
import type { Component } from "../platform/definition.ts";
import { loadDefinitions } from "../platform/load.ts";
import { serviceTable } from "../platform/service-table.ts";
import { componentsNamed } from "./names.ts";
import { podmanText, quadletFiles, quadletText } from "./texts.ts";

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

const usualInventory = "twin/metacircular/inventory.toml";

const inventoryOf = (file: string): Inventory => {
  const path = file === usualInventory ? besideThis("inventory.toml") : file;
  return parseInventory(
    readable(() => readFileSync(path, "utf8"), `inventory at ${file}`, "--inventory"),
    file,
  );
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
  const file = options.inventory ?? usualInventory;
  const resolve = resolveFrom(inventoryOf(file), file);
  if (options.as === "podman") return podmanText(chosen, resolve);
  if (options.as === "table") return serviceTable(chosen, resolve);
  const files = quadletFiles(chosen, all, resolve);
  return options.into === undefined ? quadletText(files) : writeUnits(files, options.into);
};

/** Prints the services in one of their forms; on an error nothing is printed. */
export const printServices = (names: readonly string[], options: ServicesOptions): void => {
  if (options.into !== undefined && options.as !== "quadlet") {
    throw new UsageError(`--into writes unit files, and --as ${options.as} has none`, {
      next: "add --as quadlet, or leave --into out",
    });
  }
  process.stdout.write(textOf(names, options));
};
