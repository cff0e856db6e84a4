import { address, type Text } from "drillbook";
import {
  type ConfigOptions,
  databaseTable,
  type NeedsOf,
  needsTable,
  serverTable,
  tlsTable,
  tlsTableWithCa,
} from "./parts.ts";
import { NEEDS_AUTHORITY, NEEDS_CORE, NEEDS_IDENTITY, NEEDS_REGISTRY } from "./peers.ts";

/** Two ports with the same certificate: HTTPS, and the gRPC port of the real service. */
const api = (options: ConfigOptions, directory: string): string =>
  [
    `${serverTable("0.0.0.0:8443")}grpc_listen = "0.0.0.0:9443"\n`,
    databaseTable(directory),
    tlsTable(directory),
    needsTable(options, directory, NEEDS_IDENTITY),
  ].join("");

/** The pages' table in the file of the service behind them. */
const web = (options: ConfigOptions, directory: string, needs: NeedsOf): string =>
  `\n[web]\nlisten = "0.0.0.0:8080"\ndatabase = "/srv/${directory}/${directory}-web.db"\n${needsTable(options, directory, needs, "web.needs")}`;

/** The registry's configuration, and that of its pages. */
export const mcrText = (options: ConfigOptions): Text => [
  "# MCR: the registry of the platform, and its pages.\n",
  api(options, "mcr"),
  '\n[storage]\nblobs = "/srv/mcr/blobs"\n',
  web(options, "mcr", NEEDS_REGISTRY),
];

/** The certificate authority's configuration, and that of its pages. */
export const metacryptText = (options: ConfigOptions): Text => [
  "# Metacrypt: the certificate authority of the platform, and its pages.\n",
  api(options, "metacrypt"),
  web(options, "metacrypt", NEEDS_AUTHORITY),
];

const node = (name: string): Text => [
  `\n[[nodes]]\nname = "${name}"\naddress = "`,
  address(name, "tailnet"),
  '"\n',
];

/** The master's configuration: the machines whose agents it asks. */
export const masterText = (options: ConfigOptions): Text => [
  "# mcp-master: the machines of the platform.\n",
  serverTable("0.0.0.0:9555"),
  databaseTable("mcp-master"),
  tlsTableWithCa("mcp-master"),
  needsTable(options, "mcp-master", NEEDS_CORE),
  // Without the rest of the platform there is no other machine.
  ...(options.needs ? ["rift", "svc", "orion"] : ["rift"]).flatMap(node),
];
