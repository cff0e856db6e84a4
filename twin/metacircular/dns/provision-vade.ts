import { address, type Text } from "drillbook";
import { entryFile } from "../paths.ts";
import { command, file, type ProvisionFile, type ProvisionItem, programFile } from "../provision-items.ts";
import { operatorsDesk } from "../provision-vade.ts";
import { tailnetdUnit } from "../units/units.ts";

/** The DNS configuration of the tailnet on a workstation. */
export const TAILNET_FILE = "/etc/metacircular/tailnet.toml";

/** The name of a machine in the tailnet's own domain. */
export const tailnetName = (machine: string): string => `${machine}.platform.ts.net`;

/** The tailnet's resolver on vade: it answers the tailnet's own names itself, and forwards these domains to MCNS. */
export const tailnetConfig = (domains: readonly string[]): Text => [
  '# Names over the tailnet.\naddress = "',
  address("vade", "tailnet"),
  '"\nnameservers = ["',
  address("rift", "tailnet"),
  `"]\n# "~." is everything.\ndomains = [${domains.map((domain) => `"${domain}"`).join(", ")}]\n`,
  ...["rift", "svc", "vade"].flatMap(
    (machine): Text => [
      `\n[[peers]]\nname = "${tailnetName(machine)}"\naddress = "`,
      address(machine, "tailnet"),
      '"\n',
    ],
  ),
];

/** systemd-resolved's servers for names without a link. */
export const RESOLVER_FILE = "/etc/systemd/resolved.conf.d/platform.conf";

/** The two public resolvers, one on each network of the internet. */
export const publicResolvers: Text = [
  address("internet", "internet"),
  " ",
  address("internet", "internet-b"),
];

/**
 * Only these servers; the first that answers is used. An empty `DNS=` drops those of other files, to which the next
 * one would add. With `domains` they are asked for these alone where a link has another server. Source:
 * resolved.conf(5).
 */
export const resolverConfig = (servers: Text, domains: readonly string[] = []): Text => [
  "[Resolve]\nDNS=\nDNS=",
  ...servers,
  domains.length === 0 ? "\n" : `\nDomains=${domains.join(" ")}\n`,
];

const resolverFile = (servers: Text): ProvisionFile => file(RESOLVER_FILE, resolverConfig(servers));

/**
 * What the workstation needs: the command line `mcp`, MCNS as its resolver, and the tailnet, which a scenario starts
 * on demand.
 */
export const dnsVadeProvision = (): readonly ProvisionItem[] => [
  ...operatorsDesk({ nodes: ["rift"], definitions: ["mcns.toml"] }),
  programFile("tailnetd", entryFile("programs/tailnetd/main.ts")),
  file(TAILNET_FILE, tailnetConfig(["~."])),
  file("/etc/systemd/system/tailnetd.service", tailnetdUnit()),
  command("root", "systemctl daemon-reload"),
  resolverFile([address("rift", "lan")]),
];
