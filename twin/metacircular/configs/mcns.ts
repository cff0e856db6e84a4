import { address, type Text } from "drillbook";
import { type ConfigOptions, databaseTable, NODES, SERVICES, serverTable, tlsTable } from "./parts.ts";

type Network = "lan" | "tailnet" | "internet";

const BOTH: readonly Network[] = ["lan", "tailnet"];
const TAILNET: readonly Network[] = ["tailnet"];

const seed = (name: string, machine: string, networks: readonly Network[]): Text => [
  `\n[[records]]\nname = "${name}"\nvalues = [`,
  ...networks.flatMap((network, index) => [index === 0 ? '"' : ', "', address(machine, network), '"']),
  "]\n",
];

const zone = (name: string): string => `
[[zones]]
name = "${name}"
primary = "ns.${NODES}"
mailbox = "admin.metacircular.net"
`;

const services = (names: readonly string[], networks: readonly Network[]): Text =>
  names.flatMap((name) => seed(`${name}.${SERVICES}`, "rift", networks));

const nodes = (names: readonly string[]): Text =>
  names.flatMap((name) => seed(`${name}.${NODES}`, "rift", BOTH));

const quotedList = (texts: readonly Text[]): Text => [
  "[",
  ...texts.flatMap((text, index) => [index === 0 ? '"' : ', "', ...text, '"']),
  "]",
];

const dnsTable = ({ needs, forwarders = [[address("svc", "internet")]] }: ConfigOptions): Text =>
  needs
    ? ['\n[dns]\nlisten = "0.0.0.0:53"\nforwarders = ', ...quotedList(forwarders), "\n"]
    : [
        `
[dns]
listen = "0.0.0.0:53"
# The drill has no internet: names outside the zones are refused.
forwarders = []
`,
      ];

/** The names of a platform of only rift, and the additional names of the whole one. */
const records = ({ needs }: ConfigOptions): Text => [
  ...services(["metacrypt", "mcr", "sgard", "mcp-agent"], BOTH),
  ...(needs ? services(["mcr-web", "metacrypt-web", "mcat", "kls", "docs"], BOTH) : []),
  // The recovery's checklist expects one answer, because mcq is published on the tailnet only.
  ...services(["mcq"], TAILNET),
  ...nodes(["rift", "ns"]),
  ...(needs ? seed(`svc.${NODES}`, "svc", TAILNET) : []),
];

/** The DNS server's configuration. */
export const mcnsText = (options: ConfigOptions): Text => [
  "# MCNS: the zones of the platform.\n",
  serverTable("0.0.0.0:8443"),
  databaseTable("mcns"),
  tlsTable("mcns"),
  ...dnsTable(options),
  zone(SERVICES),
  zone(NODES),
  ...records(options),
];

/** The second server of the platform's zones, on svc: it serves only these zones, to the internet. */
export const secondMcnsText = (): Text => [
  "# MCNS on svc: the zones of the platform, for clients from the internet.\n",
  serverTable("127.0.0.1:38443"),
  databaseTable("mcns"),
  '\n[dns]\nlisten = "',
  address("svc", "internet"),
  ':53"\nforwarders = []\n',
  zone(SERVICES),
  zone(NODES),
  ...records({ needs: true }),
];

/** The public resolver on svc: the platform's public names, and a foreign one. */
export const publicResolverText = (): Text => [
  "# The public resolver: the names outside the platform that a drill needs.\n",
  serverTable("127.0.0.1:38443"),
  databaseTable("resolver"),
  '\n[dns]\nlisten = "',
  address("svc", "internet"),
  ':53"\nforwarders = []\n',
  zone("metacircular.net"),
  zone("google.com"),
  ...["svc", "mcias", "mcq", "docs"].flatMap((name) => seed(`${name}.metacircular.net`, "svc", ["internet"])),
  // A documentation address without a host.
  '\n[[records]]\nname = "google.com"\nvalues = ["203.0.113.80"]\n',
];
