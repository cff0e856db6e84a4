import type { Component } from "#twin/platform/definition.ts";
import type { ContainerReport, ContainersAnswer } from "../mcp-agent/container-report.ts";
import { type Asking, askingWith, askJson } from "./ask.ts";
import type { CommandRun } from "./command-run.ts";
import type { McpConfig, McpNode } from "./config.ts";
import { definedComponents } from "./definitions.ts";
import { formatTable } from "./print-table.ts";

const HEADING = ["NODE", "SERVICE", "CONTAINER", "STAGE", "STATE", "HEALTH"];
const NONE = "-";

type Row = { readonly cells: readonly string[]; readonly stage: number; readonly isBad: boolean };

const stateOf = ({ state, podmanState }: ContainerReport): string =>
  state === "unregistered" ? `${podmanState} (unregistered)` : state;

/** Every defined or registered container must run, and be healthy if its health is known. */
const containerRow = (node: string, report: ContainerReport, defined: Component | undefined): Row => {
  const stage = report.stage ?? defined?.stage;
  const shouldRun = report.state !== "unregistered" || defined !== undefined;
  const isFine = report.podmanState === "running" && (report.health ?? "healthy") === "healthy";
  return {
    cells: [
      node,
      report.service ?? defined?.service ?? NONE,
      report.name,
      stage === undefined ? NONE : String(stage),
      stateOf(report),
      report.health ?? NONE,
    ],
    stage: stage ?? Number.POSITIVE_INFINITY,
    isBad: shouldRun && !isFine,
  };
};

const missingRow = (node: string, { name, service, stage }: Component): Row => ({
  cells: [node, service, name, String(stage), "missing", NONE],
  stage,
  isBad: true,
});

/** A row about the machine itself. */
const nodeRow = (node: string, state: string, words: string, isBad: boolean): Row => ({
  cells: [node, NONE, NONE, NONE, state, words],
  stage: 0,
  isBad,
});

const rowsOf = async (node: McpNode, asking: Asking, defined: readonly Component[]): Promise<Row[]> => {
  try {
    const { value } = await askJson(node.addresses, "/v1/containers", asking);
    const { containers, note } = value as ContainersAnswer;
    const expected = new Map(defined.map((component) => [component.name, component]));
    const seen = new Set(containers.map(({ name }) => name));
    const rows = [
      ...containers.map((report) => containerRow(node.name, report, expected.get(report.name))),
      ...defined.filter(({ name }) => !seen.has(name)).map((component) => missingRow(node.name, component)),
    ];
    const notes = note === undefined ? [] : [nodeRow(node.name, "none", note, false)];
    return [...notes, ...rows.toSorted((a, b) => a.stage - b.stage)];
  } catch (error) {
    return [nodeRow(node.name, "error", (error as Error).message, true)];
  }
};

/** Machines without an agent, named only in definitions: the state of their containers is unknown. */
const unknownRows = ({ nodes, file }: McpConfig, defined: readonly Component[]): Row[] => {
  const known = new Set(nodes.map(({ name }) => name));
  const unknown = new Set(defined.map(({ node }) => node).filter((node) => !known.has(node)));
  return [...unknown].map((node) =>
    nodeRow(node, "error", `definitions name it, and ${file} does not`, true),
  );
};

/** `mcp ps`: 0 when everything that is defined or registered runs and is healthy, else 1. */
export const ps = async (config: McpConfig, run: CommandRun): Promise<number> => {
  const defined = definedComponents(config);
  const rowsOfNodes = await Promise.all(
    config.nodes.map((node) =>
      rowsOf(
        node,
        askingWith(config, run),
        defined.filter((component) => component.node === node.name),
      ),
    ),
  );
  const rows = [...rowsOfNodes.flat(), ...unknownRows(config, defined)];
  run.print(formatTable([HEADING, ...rows.map(({ cells }) => cells)]));
  return rows.some(({ isBad }) => isBad) ? 1 : 0;
};
