import { fill, type ResolveAddress } from "drillbook";
import { bootStages } from "../platform/boot-order.ts";
import type { Component } from "../platform/definition.ts";
import { healthCommand } from "../platform/health-command.ts";
import { podmanRunLine } from "../platform/podman-run.ts";
import { quadletUnit } from "../platform/quadlet.ts";

/** Shell text that starts the components stage by stage; all other lines are comments. */
export const podmanText = (components: readonly Component[], resolve: ResolveAddress): string =>
  bootStages(components)
    .map(({ stage, components: together }, index, stages) => {
      const after = stages[index - 1];
      const gate = after === undefined ? "" : `; begin when stage ${after.stage} is healthy`;
      const names = together.map(({ name }) => name).join(", ");
      const lines = together.flatMap((component) => [
        `# ${component.name} is healthy when this succeeds: ${healthCommand(component)}`,
        fill(podmanRunLine(component), resolve),
      ]);
      return [`# stage ${stage}: ${names}${gate}`, ...lines, ""].join("\n");
    })
    .join("\n");

export type UnitFile = { readonly name: string; readonly content: string };

/** The Quadlet units of the components, as parts of the whole platform. */
export const quadletFiles = (
  components: readonly Component[],
  platform: readonly Component[],
  resolve: ResolveAddress,
): readonly UnitFile[] =>
  bootStages(components)
    .flatMap(({ components: together }) => together)
    .map((component) => {
      const { fileName, content } = quadletUnit(component, platform);
      return { name: fileName, content: fill(content, resolve) };
    });

/** The units, each after a comment with its file name. */
export const quadletText = (files: readonly UnitFile[]): string =>
  files.map(({ name, content }) => `# ~/.config/containers/systemd/${name}\n${content}`).join("\n");
