import { reason } from "../lib/fatal.ts";
import { type Asking, askingWith, askJson } from "./ask.ts";
import { askNodes } from "./ask-nodes.ts";
import type { CommandRun } from "./command-run.ts";
import type { McpConfig, McpNode } from "./config.ts";
import { formatTable } from "./print-table.ts";

const AGENT_PORT = 9_444;
const HEADING = ["NAME", "ADDRESS", "STATUS"];

/** The master has one address of each agent, without the default port; further ones are in the configuration. */
const withOwnAddresses = (
  { name, address }: Awaited<ReturnType<typeof askNodes>>[number],
  own: readonly McpNode[],
): McpNode => {
  const first = address.includes(":") ? address : `${address}:${AGENT_PORT}`;
  const others = own.find((node) => node.name === name)?.addresses ?? [];
  return { name, addresses: [...new Set([first, ...others])] };
};

/** The master's nodes; if it does not answer, those of the configuration. */
const knownNodes = async (
  { masterAddress, nodes, file }: McpConfig,
  asking: Asking,
  warn: CommandRun["warn"],
): Promise<readonly McpNode[]> => {
  try {
    return (await askNodes(masterAddress, asking)).map((node) => withOwnAddresses(node, nodes));
  } catch (error) {
    warn(
      `mcp: the master at ${masterAddress} does not answer: ${reason(error)}; these are the nodes of ${file}\n`,
    );
    return nodes;
  }
};

const statusOf = async (
  { name, addresses }: McpNode,
  asking: Asking,
): Promise<{ readonly cells: readonly string[]; readonly isBad: boolean }> => {
  try {
    const { address, value } = await askJson(addresses, "/v1/health", asking);
    const { note } = value as { readonly note?: unknown };
    return { cells: [name, address, typeof note === "string" ? `ok (${note})` : "ok"], isBad: false };
  } catch (error) {
    return { cells: [name, addresses.join(","), `error: ${reason(error)}`], isBad: true };
  }
};

/** `mcp node list`: 0 when every agent answers, else 1. */
export const nodeList = async (config: McpConfig, run: CommandRun): Promise<number> => {
  const asking = askingWith(config, run);
  const nodes = await knownNodes(config, asking, run.warn);
  const rows = await Promise.all(nodes.map((node) => statusOf(node, asking)));
  run.print(formatTable([HEADING, ...rows.map(({ cells }) => cells)]));
  return rows.some(({ isBad }) => isBad) ? 1 : 0;
};
