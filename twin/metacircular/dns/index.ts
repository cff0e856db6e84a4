/** The DNS part of the platform's twin, for scenario authors. */
export {
  coredns,
  corednsForAll,
  corednsWithout,
  corednsWrong,
  emptyCoredns,
  workingCoredns,
} from "./coredns.ts";
export { dnsNetworks, dnsRift as rift, dnsSvc as svc, dnsVade as vade, internet } from "./hosts.ts";
export { noPacketRulesOnUml } from "./packet-rules.ts";
export { GOOGLE } from "./provision-internet.ts";
export {
  publicResolvers,
  RESOLVER_FILE,
  resolverConfig,
  TAILNET_FILE,
  tailnetConfig,
  tailnetName,
} from "./provision-vade.ts";
export { type DnsRigFields, dnsRig } from "./rig.ts";
export {
  agentAnswers,
  agentIsReached,
  EXTERNAL,
  forgetNames,
  INTERNAL,
  mcns,
  namesOn,
  PUBLIC_RESOLVERS,
  publicResolversAnswer,
  startMcns,
  tagIsTheDrills,
} from "./words.ts";
