import { address, type Text } from "drillbook";

/** The agent's configuration on this machine: it listens only on the tailnet address. */
export const mcpAgentConfig = (machine: string): Text => [
  `# mcp-agent: runs the containers of this machine, and keeps a registry of what should run.

[server]
listen = "`,
  address(machine, "tailnet"),
  `:9444"

[database]
path = "/srv/mcp/mcp-agent/registry.db"

[tls]
cert = "/srv/mcp/mcp-agent/certs/mcp-agent.pem"
key = "/srv/mcp/mcp-agent/certs/mcp-agent.key"

[node]
name = "${machine}"

[health]
ca = "/etc/ssl/metacircular/ca.pem"

[stages]
deadline_ms = 60000
`,
];
