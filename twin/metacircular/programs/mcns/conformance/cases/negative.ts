import type { ConformanceCase, Expected } from "../case.ts";
import { NODES, SERVICES } from "../zones.ts";
import { NEGATIVE_TTL_S, soaOf } from "./records.ts";

const none = (rcode: "NXDOMAIN" | "NOERROR", zone: string): Expected => ({
  rcode,
  authoritative: true,
  answers: [],
  authorities: [soaOf(zone)],
  negativeTtlS: NEGATIVE_TTL_S,
});

/** Names and types that are not in the zones. In the incident a broken server answered them with empty replies. */
export const NEGATIVE_CASES: readonly ConformanceCase[] = [
  {
    id: "missing-name",
    ask: { name: `nobody.${SERVICES}`, type: "A" },
    expect: none("NXDOMAIN", SERVICES),
    why: "A name that does not exist is NXDOMAIN, and the SOA says how long that holds.",
    source: "RFC 2308, 2.1; MCNS",
  },
  {
    id: "missing-name-over-tcp",
    ask: { name: `nobody.${SERVICES}`, type: "A", over: "tcp" },
    expect: none("NXDOMAIN", SERVICES),
    why: "The same over TCP.",
    source: "RFC 7766, 5",
  },
  {
    id: "missing-name-of-the-other-zone",
    ask: { name: `nobody.${NODES}`, type: "AAAA" },
    expect: none("NXDOMAIN", NODES),
    why: "The SOA is that of the zone that the name would be in.",
    source: "RFC 2308, 2.1",
  },
  {
    id: "missing-type",
    ask: { name: `mcr.${SERVICES}`, type: "AAAA" },
    expect: none("NOERROR", SERVICES),
    why: "NODATA: the name exists; NXDOMAIN would deny its A records, too.",
    source: "RFC 2308, 2.2; MCNS",
  },
  {
    id: "missing-a",
    ask: { name: `six.${SERVICES}`, type: "A" },
    expect: none("NOERROR", SERVICES),
    why: "NODATA in the other direction.",
    source: "RFC 2308, 2.2",
  },
  {
    id: "missing-type-over-tcp",
    ask: { name: `mcr.${SERVICES}`, type: "MX", over: "tcp" },
    expect: none("NOERROR", SERVICES),
    why: "The same over TCP, with a type that the server has no records of.",
    source: "RFC 2308, 2.2",
  },
  {
    id: "type-at-the-apex",
    ask: { name: SERVICES, type: "A" },
    expect: none("NOERROR", SERVICES),
    why: "The apex exists without any record but SOA and NS.",
    source: "RFC 2308, 2.2",
  },
  {
    id: "empty-name-between",
    ask: { name: `deep.${SERVICES}`, type: "A" },
    expect: none("NOERROR", SERVICES),
    why: "A name with names below it exists.",
    source: "RFC 8020, 2",
  },
  {
    id: "below-a-host",
    ask: { name: `x.mcr.${SERVICES}`, type: "A" },
    expect: none("NXDOMAIN", SERVICES),
    why: "A name above it makes no name exist.",
    source: "RFC 1034, 4.3.2",
  },
  {
    id: "below-an-alias",
    ask: { name: `x.docs.${SERVICES}`, type: "A" },
    expect: none("NXDOMAIN", SERVICES),
    why: "An alias stands for itself, not for what would be below it.",
    source: "RFC 1034, 3.6.2",
  },
  {
    id: "star",
    ask: { name: `*.${SERVICES}`, type: "A" },
    expect: none("NXDOMAIN", SERVICES),
    why: "The zones have no wildcard, and asking for one is asking for a name.",
    source: "RFC 4592, 2.1.1",
  },
  {
    id: "unknown-type",
    ask: { name: `mcr.${SERVICES}`, type: 65_280 },
    expect: none("NOERROR", SERVICES),
    why: "A type that nobody has defined is a type that the name does not have.",
    source: "RFC 3597, 3",
  },
  {
    id: "delegation-signer",
    ask: { name: SERVICES, type: "DS" },
    expect: none("NOERROR", SERVICES),
    why: "The longest suffix speaks for the name, whatever the type.",
    source: "MCNS",
  },
  {
    id: "longest-label",
    ask: { name: `${"x".repeat(63)}.${SERVICES}`, type: "A" },
    expect: none("NXDOMAIN", SERVICES),
    why: "A label may have 63 bytes.",
    source: "RFC 1035, 2.3.4",
  },
];
