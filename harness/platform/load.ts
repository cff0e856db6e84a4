import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Component, ServiceDefinition } from "./definition.ts";
import { DefinitionError, parseDefinition } from "./parse.ts";
import { assertPortsAreFree } from "./port-conflicts.ts";
import { TableError } from "./table-reader.ts";

const groupByNode = (components: readonly Component[]): readonly (readonly Component[])[] => [
  ...Map.groupBy(components, ({ node }) => node).values(),
];

const assertFitTogether = (components: readonly Component[], directory: string): void => {
  const twice = components.find(({ name }, index) => components.findIndex((c) => c.name === name) !== index);
  if (twice !== undefined) {
    throw new TableError(directory, `two components are called ${twice.name}`, "rename one of them");
  }
  for (const onOneNode of groupByNode(components)) assertPortsAreFree(onOneNode, directory);
};

/**
 * Every service definition of a directory, one `.toml` file a service, checked one by one and together.
 *
 * @throws DefinitionError
 */
export const loadDefinitions = (directory: string): readonly ServiceDefinition[] => {
  const files = readdirSync(directory)
    .filter((file) => file.endsWith(".toml"))
    .sort();
  const definitions = files.map((file) => {
    const path = join(basename(directory), file);
    return parseDefinition(readFileSync(join(directory, file), "utf8"), path);
  });
  try {
    assertFitTogether(
      definitions.flatMap(({ components }) => components),
      basename(directory),
    );
  } catch (error) {
    if (error instanceof TableError) throw new DefinitionError(error.message, { cause: error });
    throw error;
  }
  return definitions;
};
