import { Fatal } from "../lib/fatal.ts";
import type { CommandRun } from "./command-run.ts";
import type { McpConfig, McpNode } from "./config.ts";
import { definedComponents, registered, selectComponents } from "./definitions.ts";
import { follow } from "./follow.ts";
import { logIn } from "./log-in.ts";

const nodeNamed = ({ nodes, file }: McpConfig, name: string): McpNode => {
  const node = nodes.find((item) => item.name === name);
  if (node === undefined) throw new Fatal(`${file}: there is no node ${name}; add a table [[nodes]]`);
  return node;
};

/** `mcp deploy --direct`: from the definitions straight to the agents; 0 when everything became healthy, else 1. */
export const deploy = async (
  config: McpConfig,
  run: CommandRun,
  names: readonly string[] | undefined,
): Promise<number> => {
  const components = selectComponents(definedComponents(config), names);
  const jobs = [...Map.groupBy(components, ({ node }) => node)].map(([name, members]) => ({
    node: nodeNamed(config, name),
    body: { components: members.map((component) => registered(component, config.resolve)) },
  }));
  const credentials = await logIn(config, run);
  for (const { node, body } of jobs) {
    if (!(await follow(node, "/v1/deploy", body, credentials, run))) return 1;
  }
  return 0;
};

/** `mcp agent recover`: each agent recovers its registered containers; 0 when all became healthy, else 1. */
export const recover = async (
  config: McpConfig,
  run: CommandRun,
  name: string | undefined,
): Promise<number> => {
  const nodes = name === undefined ? config.nodes : [nodeNamed(config, name)];
  const credentials = await logIn(config, run);
  let code = 0;
  for (const node of nodes) {
    // A failing agent does not stop the others.
    if (!(await follow(node, "/v1/recover", {}, credentials, run))) code = 1;
  }
  return code;
};
