import type { ConformanceCase } from "../case.ts";
import { LAN, NODES, SERVICES, TAILNET } from "../zones.ts";
import { NS_OF, soaOf } from "./records.ts";

const both = (name: string): readonly string[] => [`${name} A ${LAN}`, `${name} A ${TAILNET}`];

/** Names and types that are in the zones. */
export const AUTHORITY_CASES: readonly ConformanceCase[] = [
  {
    id: "address",
    ask: { name: `mcr.${SERVICES}`, type: "A" },
    expect: { rcode: "NOERROR", authoritative: true, truncated: false, answers: both(`mcr.${SERVICES}`) },
    why: "All records of the type come back, and AA says that the server's own zone was asked.",
    source: "RFC 1035, 4.1.1",
  },
  {
    id: "address-over-tcp",
    ask: { name: `mcr.${SERVICES}`, type: "A", over: "tcp" },
    expect: { rcode: "NOERROR", authoritative: true, truncated: false, answers: both(`mcr.${SERVICES}`) },
    why: "TCP is no second choice: it answers the same.",
    source: "RFC 7766, 5",
  },
  {
    id: "one-address",
    ask: { name: `mcq.${SERVICES}`, type: "A" },
    expect: { rcode: "NOERROR", authoritative: true, answers: [`mcq.${SERVICES} A ${TAILNET}`] },
    why: "The checklist of the recovery asks for this answer.",
    source: "MCNS",
  },
  {
    id: "ipv6-address",
    ask: { name: `six.${SERVICES}`, type: "AAAA" },
    expect: { rcode: "NOERROR", authoritative: true, answers: [`six.${SERVICES} AAAA 2001:db8::6`] },
    why: "AAAA is a type like A.",
    source: "RFC 3596, 2.1",
  },
  {
    id: "types-apart",
    ask: { name: `dual.${SERVICES}`, type: "AAAA" },
    expect: { rcode: "NOERROR", answers: [`dual.${SERVICES} AAAA 2001:db8::7`] },
    why: "A name with two types answers with the one that was asked for.",
    source: "RFC 1034, 3.7.1",
  },
  {
    id: "any-type",
    ask: { name: `dual.${SERVICES}`, type: "ANY", over: "tcp" },
    expect: {
      rcode: "NOERROR",
      answers: [`dual.${SERVICES} A ${LAN}`, `dual.${SERVICES} AAAA 2001:db8::7`],
    },
    why: "ANY stands for all types; who is to have little says so over UDP.",
    source: "RFC 1034, 3.7.1",
  },
  {
    id: "text",
    ask: { name: `note.${SERVICES}`, type: "TXT" },
    expect: { rcode: "NOERROR", answers: [`note.${SERVICES} TXT v=1 owner=mcp`] },
    why: "A text comes back as it was written, spaces and all.",
    source: "RFC 1035, 3.3.14",
  },
  {
    id: "underscore",
    ask: { name: `_tcp.${SERVICES}`, type: "TXT" },
    expect: { rcode: "NOERROR", answers: [`_tcp.${SERVICES} TXT underscore`] },
    why: "Names that are no hosts may begin with an underscore.",
    source: "RFC 8552, 1.1",
  },
  {
    id: "ttl",
    ask: { name: `mcr.${SERVICES}`, type: "A", recursionDesired: false },
    expect: { rcode: "NOERROR", authoritative: true, ttlAtMostS: 300 },
    why: "The TTL of the zone, also for another server that wants no recursion.",
    source: "RFC 1035, 3.2.1",
  },
  {
    id: "any-case",
    ask: { name: `MCR.Svc.mcp.METACIRCULAR.net`, type: "A" },
    expect: { rcode: "NOERROR", authoritative: true, answers: both(`mcr.${SERVICES}`) },
    why: "Capital letters make no other name.",
    source: "RFC 4343, 3",
  },
  {
    id: "question-letter-by-letter",
    ask: { name: `mCr.sVc.McP.metacircular.NET`, type: "A" },
    expect: { rcode: "NOERROR", sameQuestion: true },
    why: "Resolvers mix capitals in to see a forged reply; the question must come back as it was.",
    source: "RFC 5452, 9.1",
  },
  {
    id: "longest-suffix",
    ask: { name: `mcr.${SERVICES}`, type: "TXT" },
    expect: { rcode: "NOERROR", authorities: [soaOf(SERVICES)] },
    why: "Both zones end this name; the longer one speaks for it.",
    source: "MCNS; RFC 1034, 4.3.2",
  },
  {
    id: "shorter-zone",
    ask: { name: `rift.${NODES}`, type: "A" },
    expect: { rcode: "NOERROR", authoritative: true, answers: both(`rift.${NODES}`) },
    why: "The other zone still answers for what is not in the longer one.",
    source: "RFC 1034, 4.3.2",
  },
  {
    id: "suffix-ends-at-a-label",
    ask: { name: `notsvc.${NODES}`, type: "A" },
    expect: { rcode: "NXDOMAIN", authoritative: true, authorities: [soaOf(NODES)] },
    why: "The letters of a zone's name within a longer label are not that zone.",
    source: "RFC 1034, 4.3.2",
  },
  {
    id: "soa",
    ask: { name: SERVICES, type: "SOA" },
    expect: { rcode: "NOERROR", authoritative: true, answers: [soaOf(SERVICES)] },
    why: "The apex has the SOA.",
    source: "RFC 1034, 4.2.1",
  },
  {
    id: "soa-of-a-name",
    ask: { name: `mcr.${SERVICES}`, type: "SOA" },
    expect: { rcode: "NOERROR", authoritative: true, answers: [soaOf(SERVICES)] },
    why: "Whoever asks any name for its SOA gets the zone's.",
    source: "MCNS",
  },
  {
    id: "soa-of-a-missing-name",
    ask: { name: `nobody.${SERVICES}`, type: "SOA" },
    expect: { rcode: "NOERROR", authoritative: true, answers: [soaOf(SERVICES)] },
    why: "The same where the name does not exist.",
    source: "MCNS",
  },
  {
    id: "serial",
    ask: { name: NODES, type: "SOA" },
    expect: { rcode: "NOERROR", datedSerial: true },
    why: "The serial is YYYYMMDDNN.",
    source: "MCNS; RFC 1912, 2.2",
  },
  {
    id: "name-server",
    ask: { name: SERVICES, type: "NS" },
    expect: { rcode: "NOERROR", authoritative: true, answers: [`${SERVICES} NS ${NS_OF}`] },
    why: "A zone has a name server at its apex.",
    source: "RFC 1034, 4.2.1",
  },
];
