import type { ConformanceCase } from "../case.ts";
import { BIG_TEXTS, LAN, MANY, SERVICES, TAILNET } from "../zones.ts";

const name = `mcr.${SERVICES}`;
const addresses: readonly string[] = [`${name} A ${LAN}`, `${name} A ${TAILNET}`];
const many: readonly string[] = Array.from(
  { length: MANY },
  (_, index) => `many.${SERVICES} A 192.0.2.${101 + index}`,
);
const big: readonly string[] = BIG_TEXTS.map((text) => `big.${SERVICES} TXT ${text}`);

/** Sizes, transports, headers and EDNS. */
export const PROTOCOL_CASES: readonly ConformanceCase[] = [
  {
    id: "truncated",
    ask: { name: `big.${SERVICES}`, type: "TXT" },
    expect: { rcode: "NOERROR", authoritative: true, truncated: true },
    why: "What does not fit into 512 bytes is marked, so that the client asks over TCP.",
    source: "RFC 1035, 4.2.1; RFC 2181, 9",
  },
  {
    id: "whole-over-tcp",
    ask: { name: `big.${SERVICES}`, type: "TXT", over: "tcp" },
    expect: { rcode: "NOERROR", authoritative: true, truncated: false, answers: big },
    why: "TCP has all of it.",
    source: "RFC 7766, 5",
  },
  {
    id: "truncated-with-edns",
    ask: { name: `big.${SERVICES}`, type: "TXT", edns: { bytes: 4_096 } },
    expect: { rcode: "NOERROR", truncated: true, edns: true },
    why: "A datagram larger than 1232 bytes may be cut on the way, so none is sent.",
    source: "DNS flag day 2020; RFC 6891, 6.2.5",
  },
  {
    id: "larger-with-edns",
    ask: { name: `many.${SERVICES}`, type: "A", edns: { bytes: 1_232 } },
    expect: { rcode: "NOERROR", truncated: false, edns: true, answers: many },
    why: "EDNS lets a datagram have more than 512 bytes.",
    source: "RFC 6891, 6.2.3",
  },
  {
    id: "no-compression",
    ask: { name: `many.${SERVICES}`, type: "A" },
    expect: { rcode: "NOERROR", truncated: true },
    why: "Names are written out in each record, so that twenty addresses do not fit without EDNS.",
    source: "RFC 1035, 4.1.4",
  },
  {
    id: "small-edns",
    ask: { name, type: "A", edns: { bytes: 100 } },
    expect: { rcode: "NOERROR", truncated: false, edns: true, answers: addresses },
    why: "An offer of less than 512 bytes counts as 512.",
    source: "RFC 6891, 6.2.3",
  },
  {
    id: "no-edns",
    ask: { name, type: "A" },
    expect: { rcode: "NOERROR", edns: false },
    why: "Who does not speak EDNS gets none.",
    source: "RFC 6891, 7",
  },
  {
    id: "edns-on-nxdomain",
    ask: { name: `nobody.${SERVICES}`, type: "A", edns: { bytes: 1_232 } },
    expect: { rcode: "NXDOMAIN", edns: true },
    why: "Who speaks EDNS gets it whatever the answer is.",
    source: "RFC 6891, 7",
  },
  {
    id: "edns-version",
    ask: { name, type: "A", edns: { bytes: 1_232, version: 1 } },
    expect: { rcode: "BADVERS", edns: true, answers: [] },
    why: "A version that is not known is named as the problem.",
    source: "RFC 6891, 6.1.3",
  },
  {
    id: "dnssec-wish",
    ask: { name, type: "A", edns: { bytes: 1_232, dnssec: true } },
    expect: { rcode: "NOERROR", edns: true, dnssec: true, answers: addresses },
    why: "DO comes back as it was; a zone without signatures has none to add.",
    source: "RFC 3225, 3",
  },
  {
    id: "byte-by-byte",
    ask: { name, type: "A", over: "pieces" },
    expect: { rcode: "NOERROR", answers: addresses },
    why: "TCP may cut a message anywhere.",
    source: "RFC 7766, 8",
  },
  {
    id: "pipelined",
    ask: { name, type: "A", over: "pipelined" },
    expect: { rcode: "NOERROR", answers: addresses },
    why: "Several questions on one connection are all answered.",
    source: "RFC 7766, 6.2.1.1",
  },
  {
    id: "recursion-not-desired",
    ask: { name, type: "A", recursionDesired: false },
    expect: { rcode: "NOERROR", recursionDesired: false, authoritative: true },
    why: "RD comes back as it was.",
    source: "RFC 1035, 4.1.1",
  },
  {
    id: "status",
    ask: { name, type: "A", opcode: 2 },
    expect: { rcode: "NOTIMP", opcode: 2 },
    why: "A kind of question that nobody implements; its number comes back.",
    source: "RFC 1035, 4.1.1",
  },
  {
    id: "update",
    ask: { name: SERVICES, type: "SOA", opcode: 5 },
    expect: { rcode: "NOTIMP", opcode: 5 },
    why: "Records do not change over DNS.",
    source: "RFC 1035, 4.1.1",
  },
  {
    id: "notify",
    ask: { name: SERVICES, type: "SOA", opcode: 4 },
    expect: { rcode: "NOTIMP", opcode: 4 },
    why: "Nobody can tell this server that a zone has changed.",
    source: "RFC 1035, 4.1.1",
  },
  {
    id: "transfer",
    ask: { name: SERVICES, type: "AXFR", over: "tcp" },
    expect: { rcode: "REFUSED", answers: [] },
    why: "The list of all names is for nobody.",
    source: "RFC 5936, 5",
  },
  {
    id: "chaos-class",
    ask: { name: "hostname.bind", type: "TXT", class: "CH" },
    expect: { rcode: "REFUSED", answers: [] },
    why: "There is no other class than IN, and no name of the host to tell.",
    source: "RFC 4892, 2",
  },
  {
    id: "hesiod-class",
    ask: { name, type: "A", class: "HS" },
    expect: { rcode: "REFUSED", answers: [] },
    why: "The zones are of the class IN.",
    source: "RFC 1034, 3.6",
  },
];
