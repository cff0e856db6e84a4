import { ScenarioError } from "drillbook";
import { parse, TomlError } from "smol-toml";
import type { ServiceDefinition } from "./definition.ts";
import type { LocatedDefinition } from "./located.ts";
import { assertPortsAreFree } from "./port-conflicts.ts";
import { readComponent, readName, readPath } from "./read-component.ts";
import { TableError, TableReader } from "./table-reader.ts";
import { type LineOf, tomlLines } from "./toml-lines.ts";

/** A service definition is wrong. */
export class DefinitionError extends ScenarioError {}

const readDefinition = (table: TableReader): LocatedDefinition => {
  const name = readName(table);
  const fields = {
    service: name,
    node: table.string("node", "rift"),
    dataDir: readPath(table, "data_dir", "/srv/mcns"),
  };
  const components = table.tables("components").map((item) => readComponent(item, fields));
  table.done();
  if (components.length === 0)
    table.fail("components", "is empty", "add one [[components]] table a container");
  assertPortsAreFree(components);
  return { definition: { name, components: components.map(({ component }) => component) }, components };
};

const notToml = (error: unknown, file: string): DefinitionError => {
  const reason = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
  const place = error instanceof TomlError ? `${file}:${error.line}:${error.column}` : file;
  return new DefinitionError(`${place}: is not TOML: ${reason}; correct that line`, { cause: error });
};

/** Runs the work; a TableError becomes a DefinitionError. */
export const asDefinitionError = <Value>(work: () => Value): Value => {
  try {
    return work();
  } catch (error) {
    if (error instanceof TableError) throw new DefinitionError(error.message, { cause: error });
    throw error;
  }
};

/** As `parseDefinition`, with the place of each key and value. */
export const parseLocated = (toml: string, file: string): LocatedDefinition => {
  let values: unknown;
  try {
    values = parse(toml);
  } catch (error) {
    throw notToml(error, file);
  }
  // Computed lazily: only messages need lines, and every import of a scenario reads the definitions.
  let lines: LineOf | undefined;
  const lineOf: LineOf = (...place) => {
    lines ??= tomlLines(toml);
    return lines(...place);
  };
  return asDefinitionError(() => readDefinition(new TableReader(values, file, { file, lineOf, path: [] })));
};

/**
 * The service of a definition file.
 *
 * @param file Named in messages.
 * @throws DefinitionError that says the file, the line, what is wrong and what to do.
 */
export const parseDefinition = (toml: string, file: string): ServiceDefinition =>
  parseLocated(toml, file).definition;
