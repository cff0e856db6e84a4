import { readdirSync } from "node:fs";
import { address } from "drillbook";
import { besideThis, readBesideThis } from "./paths.ts";
import { mcpConfig } from "./programs/mcp/config-text.ts";
import { command, file, LIBRARY, type ProvisionItem, scriptFile } from "./provision-items.ts";
import { commandProgram, resolver } from "./provision-rift.ts";

const everyDefinition = (): readonly string[] =>
  readdirSync(besideThis("services"))
    .filter((name) => name.endsWith(".toml"))
    .sort();

/** The command line `mcp`, without its configuration. */
export const commandLine = (): readonly ProvisionItem[] => [
  scriptFile("make-certificates.sh"),
  // Only for the authority's certificate; no client connects to this machine.
  command("root", `${LIBRARY}/make-certificates.sh root`),
  ...commandProgram("mcp", "mcp", "programs/mcp/main.ts"),
];

export type OperatorsDeskFields = {
  /** Machines with an agent, in the order in which they are shown. */
  readonly nodes: readonly string[];
  /** Files of definitions, by name. */
  readonly definitions: readonly string[];
};

/** The command line `mcp`, with the configuration for these machines and services. */
export const operatorsDesk = ({ nodes, definitions }: OperatorsDeskFields): readonly ProvisionItem[] => [
  ...commandLine(),
  file(
    "/etc/metacircular/mcp.toml",
    mcpConfig({ nodes, addresses: { rift: ["lan", "tailnet"], svc: ["tailnet"] } }),
  ),
  ...definitions.map((name) =>
    file(`/etc/metacircular/services/${name}`, readBesideThis(`services/${name}`)),
  ),
];

/** What the operator's machine needs: the command line `mcp`, and the definitions of the services. */
export const vadeProvision = (): readonly ProvisionItem[] => [
  ...operatorsDesk({ nodes: ["rift", "svc", "orion"], definitions: everyDefinition() }),
  resolver([address("rift", "lan")]),
];
