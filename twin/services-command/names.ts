import { closest, UsageError } from "drillbook/config";
import type { Component } from "../platform/definition.ts";

/**
 * The containers of these names of containers or services; without a name, all.
 *
 * @throws UsageError with a suggestion for an unknown name
 */
export const componentsNamed = (
  names: readonly string[],
  all: readonly Component[],
): readonly Component[] => {
  for (const name of names) {
    if (all.some((component) => component.name === name || component.service === name)) continue;
    const known = [...new Set(all.flatMap((component) => [component.service, component.name]))].sort();
    const near = closest(name, known);
    throw new UsageError(`there is no service or container "${name}"`, {
      ...(near === undefined ? {} : { got: `did you mean ${near}?` }),
      next: `write one of ${known.join(", ")}`,
    });
  }
  return names.length === 0
    ? all
    : all.filter(({ name, service }) => names.includes(name) || names.includes(service));
};
