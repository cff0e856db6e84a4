import { address, type Check, type Rig, type Step, step } from "drillbook";
import { riftProvision } from "../provision-rift.ts";
import { provisionActions } from "../rig-actions.ts";
import { service } from "../services.ts";
import { corednsProvision, startCoredns } from "./coredns.ts";
import { dnsNetworks, dnsRift, dnsSvc, dnsVade, internet } from "./hosts.ts";
import { GOOGLE, internetProvision } from "./provision-internet.ts";
import { dnsSvcProvision } from "./provision-svc.ts";
import { dnsVadeProvision } from "./provision-vade.ts";
import { agentAnswers, mcns } from "./words.ts";

export type DnsRigFields = {
  /** The server that the platform has at first. @default "mcns" */
  readonly server?: "mcns" | "coredns";
  /** Further set-up before the fault, when that server runs. */
  readonly setup?: readonly Step[];
  /** Names that are sampled. */
  readonly samples: readonly Check[];
  /** The page's text for an address that no machine of the rig has. */
  readonly otherAddresses?: Readonly<Record<string, string>>;
};

/** The same for every DNS drill, so that it is provisioned once. */
const machines = () => {
  const forwarders = [[address("internet", "internet")], [address("internet", "internet-b")]];
  const rift = riftProvision({ components: [service("mcns")], whole: true, settled: true, forwarders });
  return [
    { ...dnsRift.spec, provision: provisionActions(dnsRift, [...rift, ...corednsProvision()]) },
    { ...dnsVade.spec, provision: provisionActions(dnsVade, dnsVadeProvision()) },
    { ...dnsSvc.spec, provision: provisionActions(dnsSvc, dnsSvcProvision()) },
    { ...internet.spec, provision: provisionActions(internet, internetProvision()) },
  ];
};

const deployMcns: Step = step("Deploy MCNS", {
  why: "The platform's own tool deploys it in this way: the agent starts it and records what runs.",
  run: dnsVade.root.sh`mcp deploy mcns --direct`,
  verify: [agentAnswers(), mcns.answersItself(), mcns.answersTheWorld()],
  within: "60s",
});

/** Rift with a DNS server, the operator's workstation, svc, and an internet with two public resolvers. */
export const dnsRig = ({ server = "mcns", setup = [], samples, otherAddresses = {} }: DnsRigFields): Rig => ({
  networks: dnsNetworks,
  machines: machines(),
  setup: [
    server === "mcns" ? deployMcns : startCoredns([mcns.answersItself(), mcns.answersTheWorld()]),
    ...setup,
  ],
  samples,
  otherAddresses: { [GOOGLE]: "(an address of google.com)", ...otherAddresses },
  note: "systemd, systemd-resolved, podman, BIND and Unbound are real, and Unbound also replaces CoreDNS; MCNS, the agent, its command line and the tailnet's resolver are stand-ins written for the drill.",
});
