import { readFileSync } from "node:fs";
import { inRig, type ResolveAddress } from "drillbook";
import { parse } from "smol-toml";
import { TableReader } from "#twin/platform/table-reader.ts";
import { Fatal, reason } from "../lib/fatal.ts";

/** One machine with an agent. */
export type McpNode = {
  readonly name: string;
  /** `host:port` of its agent, in the order in which they are tried. */
  readonly addresses: readonly string[];
};

/** How the command line gets the token that agents require. */
export type McpAuth = {
  /** The URL of MCIAS: scheme, host and port. */
  readonly url: string;
  readonly account: string;
  readonly password: string;
};

/** The configuration of the command line. */
export type McpConfig = {
  readonly file: string;
  /** Folder of the service definitions. */
  readonly definitions: string;
  /** Trusted certificates, as PEM. */
  readonly ca: string;
  /** `host:port` of the master, which speaks gRPC. */
  readonly masterAddress: string;
  /** `undefined`: agents require no token. */
  readonly auth: McpAuth | undefined;
  readonly nodes: readonly McpNode[];
  /** The address of a machine on a network, as named in a definition. */
  readonly resolve: ResolveAddress;
};

const requireHttps = (table: TableReader, url: string, example: string): void => {
  if (!url.startsWith("https://") || !URL.canParse(url))
    table.fail("url", "is not an https URL", `write "${example}"`);
};

const readAuth = (table: TableReader | undefined): McpAuth | undefined => {
  if (table === undefined) return undefined;
  const auth = {
    url: table.string("url", "https://mcias.metacircular.net:8443"),
    account: table.string("account", "admin"),
    password: readFileSync(table.string("password_file", "/etc/metacircular/password"), "utf8").trim(),
  };
  requireHttps(table, auth.url, "https://mcias.metacircular.net:8443");
  table.done();
  return auth;
};

const HOST_AND_PORT = /^[A-Za-z0-9.-]+:\d{1,5}$/;

const readMasterAddress = (table: TableReader): string => {
  const address = table.string("address", "rift.mcp.metacircular.net:9555");
  if (!HOST_AND_PORT.test(address))
    table.fail("address", "is not a host with a port", 'write "rift.mcp.metacircular.net:9555"');
  return address;
};

const readNode = (table: TableReader): McpNode => {
  const node = { name: table.string("name", "rift"), addresses: table.strings("addresses") };
  if (node.addresses.length === 0 || !node.addresses.every((address) => HOST_AND_PORT.test(address)))
    table.fail("addresses", "is not a list of addresses with ports", 'write ["198.51.100.10:9444"]');
  table.done();
  return node;
};

const readAddresses = (table: TableReader): McpConfig["resolve"] => {
  const known = new Map<string, string>();
  for (const machine of table.keys) {
    const networks = table.table(machine);
    for (const network of networks.keys)
      known.set(`${machine} ${network}`, networks.string(network, "192.0.2.10"));
  }
  return inRig(({ machine, network }) => {
    const address = known.get(`${machine} ${network}`);
    if (address !== undefined) return address;
    throw new Fatal(`${table.where}: ${machine} has no address on ${network}; add it below [addresses]`);
  });
};

const readConfig = (table: TableReader, file: string): McpConfig => {
  const tls = table.table("tls");
  const master = table.table("master");
  const config = {
    file,
    definitions: table.string("definitions", "/etc/metacircular/services"),
    ca: readFileSync(tls.string("ca", "/etc/ssl/metacircular/ca.pem"), "utf8"),
    masterAddress: readMasterAddress(master),
    auth: readAuth(table.optionalTable("auth")),
    nodes: table.tables("nodes").map(readNode),
    resolve: readAddresses(table.table("addresses")),
  };
  for (const part of [tls, master, table]) part.done();
  return config;
};

/** @throws Fatal with the error on one line */
export const loadMcpConfig = (file: string): McpConfig => {
  try {
    return readConfig(new TableReader(parse(readFileSync(file, "utf8")), file), file);
  } catch (error) {
    throw new Fatal(`read configuration: ${reason(error)}`);
  }
};
