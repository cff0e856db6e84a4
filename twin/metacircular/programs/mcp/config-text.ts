import { address, type Text } from "drillbook";

export type McpConfigFields = {
  /** Machines with an agent, in the order in which they are shown. */
  readonly nodes: readonly string[];
  /** The networks of each machine whose addresses the definitions may name. */
  readonly addresses: Readonly<Record<string, readonly string[]>>;
};

const node = (name: string): Text => [
  `\n[[nodes]]\nname = "${name}"\naddresses = ["`,
  address(name, "tailnet"),
  ':9444"]\n',
];

const machineAddresses = ([machine, networks]: [string, readonly string[]]): Text => [
  `\n[addresses.${machine}]\n`,
  ...networks.flatMap((network) => [`${network} = "`, address(machine, network), '"\n']),
];

/** The configuration of the command line on an operator's machine. */
export const mcpConfig = ({ nodes, addresses }: McpConfigFields): Text => [
  `# mcp: what the command line knows without a request.

definitions = "/etc/metacircular/services"

[tls]
ca = "/etc/ssl/metacircular/ca.pem"

[master]
address = "rift.mcp.metacircular.net:9555"
`,
  ...nodes.flatMap(node),
  ...Object.entries(addresses).flatMap(machineAddresses),
];
