import type { ConformanceCase } from "../case.ts";
import { LAN, NODES, SERVICES, TAILNET } from "../zones.ts";
import { soaOf } from "./records.ts";

const alias = (name: string, target: string): string => `${name}.${SERVICES} CNAME ${target}`;
const addresses = (name: string): readonly string[] => [`${name} A ${LAN}`, `${name} A ${TAILNET}`];

/** Names that stand for others. */
export const ALIAS_CASES: readonly ConformanceCase[] = [
  {
    id: "alias",
    ask: { name: `docs.${SERVICES}`, type: "A" },
    expect: {
      rcode: "NOERROR",
      authoritative: true,
      answers: [alias("docs", `mcr.${SERVICES}`), ...addresses(`mcr.${SERVICES}`)],
    },
    why: "Where only a CNAME exists it comes back, with what it leads to.",
    source: "MCNS; RFC 1034, 4.3.2",
  },
  {
    id: "alias-itself",
    ask: { name: `docs.${SERVICES}`, type: "CNAME" },
    expect: { rcode: "NOERROR", authoritative: true, answers: [alias("docs", `mcr.${SERVICES}`)] },
    why: "Whoever asks for the CNAME gets it alone.",
    source: "RFC 1034, 3.6.2",
  },
  {
    id: "alias-into-the-other-zone",
    ask: { name: `node.${SERVICES}`, type: "A" },
    expect: {
      rcode: "NOERROR",
      authoritative: true,
      answers: [alias("node", `rift.${NODES}`), ...addresses(`rift.${NODES}`)],
    },
    why: "The target may be in any zone of the server.",
    source: "RFC 1034, 4.3.2",
  },
  {
    id: "alias-without-that-type",
    ask: { name: `docs.${SERVICES}`, type: "AAAA" },
    expect: { rcode: "NOERROR", authoritative: true, answers: [alias("docs", `mcr.${SERVICES}`)] },
    why: "The alias exists, so it comes back, whatever its target has.",
    source: "RFC 2308, 2.2",
  },
  {
    id: "alias-of-an-alias",
    ask: { name: `chain.${SERVICES}`, type: "A" },
    expect: { rcode: "NOERROR", authoritative: true, answers: [alias("chain", `docs.${SERVICES}`)] },
    why: "One level: the rest of the chain is the resolver's to follow.",
    source: "MCNS",
  },
  {
    id: "alias-to-nothing",
    ask: { name: `dangling.${SERVICES}`, type: "A" },
    expect: { rcode: "NOERROR", authoritative: true, answers: [alias("dangling", `nobody.${SERVICES}`)] },
    why: "One level: that the target does not exist is the answer to the next question.",
    source: "MCNS",
  },
  {
    id: "alias-to-the-outside",
    ask: { name: `outside.${SERVICES}`, type: "A" },
    expect: { rcode: "NOERROR", authoritative: true, answers: [alias("outside", "fixed.world.example")] },
    why: "One level: nobody else is asked for the target.",
    source: "MCNS",
  },
  {
    id: "alias-and-soa",
    ask: { name: `docs.${SERVICES}`, type: "SOA" },
    expect: { rcode: "NOERROR", authoritative: true, answers: [soaOf(SERVICES)] },
    why: "The SOA of the zone, for an alias as for any name.",
    source: "MCNS",
  },
];
