import { address, type Text } from "#harness/scenario/text.ts";

const RIFT = "rift";
const SERVICES = "svc.mcp.metacircular.net";
const NODES = "mcp.metacircular.net";

type SeedNetworks = readonly ("lan" | "tailnet")[];

const seed = (name: string, networks: SeedNetworks): Text => [
  `\n[[records]]\nname = "${name}"\nvalues = [`,
  ...networks.flatMap((network, index) => [index === 0 ? '"' : ', "', address(RIFT, network), '"']),
  "]\n",
];

const zone = (name: string): string => `
[[zones]]
name = "${name}"
primary = "ns.${NODES}"
mailbox = "admin.metacircular.net"
`;

const both: SeedNetworks = ["lan", "tailnet"];

/** The DNS server's configuration. */
export const mcnsConfig: Text = [
  `# MCNS: the zones of the platform.

[server]
listen = "0.0.0.0:8443"

[database]
path = "/srv/mcns/mcns.db"

[tls]
cert = "/srv/mcns/certs/mcns.pem"
key = "/srv/mcns/certs/mcns.key"

[dns]
listen = "0.0.0.0:53"
# A drill has no way out: what is not in the zones is refused.
forwarders = []
`,
  zone(SERVICES),
  zone(NODES),
  ...["metacrypt", "mcr", "sgard", "mcp-agent"].flatMap((name) => seed(`${name}.${SERVICES}`, both)),
  // The checklist of the recovery asks for one answer: mcq is published on the tailnet alone.
  ...seed(`mcq.${SERVICES}`, ["tailnet"]),
  ...["rift", "ns"].flatMap((name) => seed(`${name}.${NODES}`, both)),
];

/** The registry's configuration. */
export const mcrConfig: Text = [
  `# MCR: the registry of the platform.

[server]
listen = "0.0.0.0:8443"

[database]
path = "/srv/mcr/mcr.db"

[storage]
blobs = "/srv/mcr/blobs"

[tls]
cert = "/srv/mcr/certs/mcr.pem"
key = "/srv/mcr/certs/mcr.key"
`,
];

/** The document queue's configuration. */
export const mcqConfig: Text = [
  `# MCQ: the queue of documents.

[server]
listen = "0.0.0.0:8080"

[database]
path = "/srv/mcq/mcq.db"
`,
];
