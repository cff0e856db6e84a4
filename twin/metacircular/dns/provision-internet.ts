import { address, type Text } from "drillbook";
import { NODES } from "../configs/parts.ts";
import { command, file, type ProvisionItem } from "../provision-items.ts";

/** The address of google.com in a drill: a documentation address without a listener. */
export const GOOGLE = "203.0.113.80";

const soa = "@ IN SOA ns.root.test. hostmaster.root.test. 2026010101 7200 900 1209600 300\n";

/** The zones of the internet, as both resolvers load them. */
const zones: Readonly<Record<string, Text>> = {
  ".": [
    "$TTL 300\n",
    soa,
    "@ IN NS ns.root.test.\nns.root.test. IN A ",
    address("internet", "internet"),
    "\n",
  ],
  "google.com": ["$TTL 300\n", soa, "@ IN NS ns.root.test.\n", `@ IN A ${GOOGLE}\n`],
  "metacircular.net": [
    "$TTL 300\n",
    soa,
    "@ IN NS ns.root.test.\n",
    ...["mcias", "mcq", "docs"].flatMap((name) => [`${name} IN A `, address("svc", "internet"), "\n"]),
    `; The platform answers for its names itself.\n${NODES}. IN NS ns.${NODES}.\nns.${NODES}. IN A `,
    address("svc", "internet"),
    "\n",
  ],
};

const ZONE_FOLDER = "/etc/metacircular/zones";
const zoneFile = (zone: string): string => `${ZONE_FOLDER}/${zone === "." ? "root" : zone}.zone`;
const zoneNames = Object.keys(zones);

/** Source: BIND 9 Administrator Reference Manual, "Statement Grammar". */
const bindConfig: Text = [
  `options {
  directory "/var/cache/bind";
  listen-on port 53 { `,
  address("internet", "internet"),
  `; };
  listen-on-v6 { none; };
  allow-query { any; };
  recursion yes;
  allow-recursion { any; };
  // Nothing in a drill is signed.
  dnssec-validation no;
  empty-zones-enable no;
  // A server that is down or closed off is asked anew at once, so that a drill sees the repair and not a memory.
  servfail-ttl 0;
};
`,
  ...zoneNames.map((zone) => `zone "${zone}" { type primary; file "${zoneFile(zone)}"; };\n`),
];

/** Source: unbound.conf(5). */
const unboundConfig: Text = [
  "server:\n  interface: ",
  address("internet", "internet-b"),
  `
  access-control: 0.0.0.0/0 allow
  do-ip6: no
  # The address may come later than the server.
  ip-freebind: yes
  chroot: ""
  # Nothing in a drill is signed.
  module-config: "iterator"
  # A server that is down is asked anew soon, so that a drill sees the repair and not a memory.
  infra-host-ttl: 1
  cache-max-negative-ttl: 1
  # Its names are of the same domain as addresses for documentation, which are no secret here.
  unblock-lan-zones: yes
  insecure-lan-zones: yes
`,
  ...zoneNames.map(
    (zone) => `auth-zone:
  name: "${zone}"
  zonefile: "${zoneFile(zone)}"
  for-upstream: yes
  for-downstream: no
  fallback-enabled: no
`,
  ),
];

/** What the machine `internet` needs: BIND at one address, Unbound at the other, both with the same zones. */
export const internetProvision = (): readonly ProvisionItem[] => [
  ...zoneNames.map((zone) => file(zoneFile(zone), zones[zone] ?? "")),
  file("/etc/bind/named.conf", bindConfig),
  file("/etc/unbound/unbound.conf", unboundConfig),
  command("root", "systemctl unmask named.service unbound.service"),
  command("root", "systemctl enable --quiet named.service unbound.service"),
];
