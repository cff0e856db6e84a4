import {
  address,
  type Check,
  type Command,
  check,
  podman,
  type Raw,
  type Step,
  step,
  type Text,
} from "drillbook";
import { mcpAccount } from "../accounts.ts";
import { NODES, SERVICES } from "../configs/parts.ts";
import { mcp } from "../hosts.ts";
import { command, file, LIBRARY, type ProvisionItem, scriptFile } from "../provision-items.ts";
import { dnsRift } from "./hosts.ts";

/**
 * The server that MCNS replaced. CoreDNS is not in Debian: Unbound, a real server, stands in for it in a container of
 * that name; a configuration sets its answers.
 */
const IMAGE = "localhost/coredns:1.11";
const DIRECTORY = "/srv/coredns";
/** The file that sets its answers. */
export const COREDNS_FILE = `${DIRECTORY}/unbound.conf`;

const server: Text = [
  `server:
  interface: 0.0.0.0
  access-control: 0.0.0.0/0 allow
  do-ip6: no
  chroot: ""
  username: ""
  directory: "${DIRECTORY}"
  pidfile: ""
  use-syslog: no
  logfile: ""
  module-config: "iterator"
`,
];

const record = (name: string, network: Name["network"]): Text => [
  `  local-data: "${name}. 300 IN A `,
  address("rift", network),
  '"\n',
];

type Name = { readonly name: string; readonly network: "lan" | "tailnet" };

const names: readonly Name[] = [
  ...["mcr", "metacrypt", "sgard", "mcp-agent"].map((name) => ({
    name: `${name}.${SERVICES}`,
    network: "lan" as const,
  })),
  { name: `mcq.${SERVICES}`, network: "tailnet" },
  ...["rift", "ns"].map((name) => ({ name: `${name}.${NODES}`, network: "lan" as const })),
];

/** The platform's names except one. */
const zonesWithout = (left?: string): Text => [
  `  local-zone: "${NODES}." static\n`,
  ...names.filter(({ name }) => name !== left).flatMap(({ name, network }) => record(name, network)),
];

const forwarding: Text = [
  'forward-zone:\n  name: "."\n  forward-addr: ',
  address("internet", "internet"),
  "\n  forward-addr: ",
  address("internet", "internet-b"),
  "\n",
];

/** The platform's names, and all others through the public resolvers. */
export const workingCoredns = (): Text => [...server, ...zonesWithout(), ...forwarding];

/** NOERROR without record and SOA, for every question. */
export const emptyCoredns = (): Text => [...server, '  local-zone: "." always_nodata\n'];

/** The same for one name only. */
export const corednsWithout = (name: string): Text => [
  ...server,
  ...zonesWithout(name),
  `  local-zone: "${name}." always_nodata\n`,
  ...forwarding,
];

/** One name with a wrong address. */
export const corednsWrong = (name: string, value: string): Text => [
  ...server,
  ...zonesWithout(name),
  `  local-data: "${name}. 300 IN A ${value}"\n`,
  ...forwarding,
];

/** The platform's names, and one address for every other name. Source: unbound.conf(5), local-zone redirect. */
export const corednsForAll = (value: string): Text => [
  ...server,
  ...zonesWithout(),
  `  local-zone: "." redirect\n  local-data: ". 300 IN A ${value}"\n`,
];

const owner = `${mcpAccount.name}:${mcpAccount.group}`;

export const corednsProvision = (): readonly ProvisionItem[] => [
  scriptFile("import-program-image.sh"),
  command("root", `install -d -o ${mcpAccount.name} -g ${mcpAccount.group} -m 0750 ${DIRECTORY}`),
  file(COREDNS_FILE, workingCoredns(), "0640", owner),
  command(mcpAccount.name, `${LIBRARY}/import-program-image.sh ${IMAGE} /usr/sbin/unbound`),
];

const bindings: Raw = {
  kind: "raw",
  text: (["lan", "tailnet"] as const).flatMap((network) =>
    ["tcp", "udp"].flatMap((protocol) => ["-p ", dnsRift.on(network), `:53:53/${protocol} `]),
  ),
};

export const coredns = {
  run: (): Command =>
    mcp.sh`podman run -d --name mcns-coredns --restart unless-stopped ${bindings}-v ${DIRECTORY}:${DIRECTORY} ${IMAGE} -d -p -c ${COREDNS_FILE}`,
  runs: (): Check => podman(mcp).container("mcns-coredns").isRunning(),
  /** The check of a monitor that does not understand DNS. */
  portIsOpen: (): Check =>
    check("port 53 is open", dnsRift.root.sh`timeout 2 bash -c 'exec 3<>/dev/tcp/${dnsRift.on("lan")}/53'`),
  /** Replaces the configuration of the rig. Source: CoreDNS's plugin `reload`. */
  onThePlatform:
    "CoreDNS reads a Corefile; in the drill Unbound replaces it, with a configuration of its own. Correct the Corefile that it was started with, or the zone file that this names; `podman inspect --format '{{.Args}} {{.Mounts}}' mcns-coredns` shows where they are. With the plugin `reload` it reads the file again within a minute; without the plugin, restart the container.",
  /** Makes it reload its file, without an outage. Source: unbound(8), SIGHUP. */
  configure: (content: Text) => [
    dnsRift.put(COREDNS_FILE, { content, mode: "0640", owner, typedAs: "" }),
    // Source: DNS-DAY, which names the container.
    mcp.sh`podman kill --signal HUP mcns-coredns`.typedAs("podman restart mcns-coredns"),
  ],
};

/** CoreDNS in place of MCNS, as before the cut-over. */
export const startCoredns = (verify: readonly Check[]): Step =>
  step("Start CoreDNS", {
    why: "It served the platform's names, and was the resolver of all clients, before MCNS was written.",
    run: coredns.run(),
    verify: [coredns.runs(), ...verify],
  });
