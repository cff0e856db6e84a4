import { fill } from "drillbook";
import type { Component } from "#twin/platform/definition.ts";
import { loadDefinitions } from "#twin/platform/load.ts";
import { podmanRunArgs } from "#twin/platform/podman-run.ts";
import { Fatal, reason } from "../lib/fatal.ts";
import type { RegisteredComponent } from "../mcp-agent/registered-component.ts";
import { UsageProblem } from "./command-line.ts";
import type { McpConfig } from "./config.ts";

/** Every component of the definitions. @throws Fatal */
export const definedComponents = ({ definitions }: McpConfig): readonly Component[] => {
  try {
    return loadDefinitions(definitions).flatMap(({ components }) => components);
  } catch (error) {
    throw new Fatal(`read definitions: ${reason(error)}`);
  }
};

/** The components of these names, or of the services of these names. @throws UsageProblem */
export const selectComponents = (
  all: readonly Component[],
  names: readonly string[] | undefined,
): readonly Component[] => {
  const isNamed = (component: Component, name: string): boolean =>
    component.name === name || component.service === name;
  const unknown = names?.find((name) => !all.some((component) => isNamed(component, name)));
  if (unknown !== undefined) {
    const known = [...new Set(all.flatMap(({ service, name }) => [service, name]))].sort();
    throw new UsageProblem(
      `mcp: there is no service or component "${unknown}": write one of ${known.join(", ")}`,
    );
  }
  return all.filter((component) => names?.some((name) => isNamed(component, name)) ?? true);
};

/** The data that an agent needs to run and to recover the component. */
export const registered = (component: Component, resolve: McpConfig["resolve"]): RegisteredComponent => ({
  name: component.name,
  service: component.service,
  stage: component.stage,
  image: component.image,
  healthUrl: component.healthUrl,
  ...(component.healthCa === undefined ? {} : { healthCa: component.healthCa }),
  runArgs: podmanRunArgs(component).map((argument) => fill(argument, resolve)),
});
