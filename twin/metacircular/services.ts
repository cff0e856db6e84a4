import type { Component, ServiceDefinition } from "#twin/platform/definition.ts";
import { loadDefinitions } from "#twin/platform/load.ts";
import { besideThis } from "./paths.ts";

let loaded: readonly ServiceDefinition[] | undefined;

/** The services of the platform's definition files; read once. */
export const definitions = (): readonly ServiceDefinition[] => {
  loaded ??= loadDefinitions(besideThis("services"));
  return loaded;
};

/**
 * The container of this name, with its whole definition.
 *
 * @throws RangeError when no definition has it.
 */
export const service = (name: string): Component => {
  const all = definitions().flatMap(({ components }) => components);
  const found = all.find((component) => component.name === name);
  if (found === undefined) {
    throw new RangeError(`there is no service "${name}": write one of ${all.map((c) => c.name).join(", ")}`);
  }
  return found;
};
