import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { ServiceDefinition } from "./definition.ts";
import type { LocatedComponent } from "./located.ts";
import { assertNeedsHold } from "./needs.ts";
import { asDefinitionError, DefinitionError, parseLocated } from "./parse.ts";
import { assertPortsAreFree } from "./port-conflicts.ts";
import { TableError } from "./table-reader.ts";

const assertFitTogether = (all: readonly LocatedComponent[]): void => {
  const seen = new Map<string, LocatedComponent>();
  for (const one of all) {
    const { name } = one.component;
    const first = seen.get(name);
    if (first !== undefined) {
      const problem = `two components are called ${name}, the other one at ${first.at("name")}`;
      throw new TableError(one.at("name"), problem, "rename one of them");
    }
    seen.set(name, one);
  }
  for (const onOneNode of Map.groupBy(all, ({ component }) => component.node).values()) {
    assertPortsAreFree(onOneNode);
  }
  assertNeedsHold(all);
};

/**
 * Every service definition of a directory, one `.toml` file for each service, checked separately and together.
 *
 * @param shownAs The directory's name in messages.
 * @throws DefinitionError
 */
export const loadDefinitions = (
  directory: string,
  shownAs = basename(directory),
): readonly ServiceDefinition[] => {
  const files = readdirSync(directory)
    .filter((file) => file.endsWith(".toml"))
    .sort();
  if (files.length === 0) {
    throw new DefinitionError(`${shownAs}: has no service definition; write one .toml file a service`);
  }
  const located = files.map((file) =>
    parseLocated(readFileSync(join(directory, file), "utf8"), join(shownAs, file)),
  );
  asDefinitionError(() => assertFitTogether(located.flatMap(({ components }) => components)));
  return located.map(({ definition }) => definition);
};
