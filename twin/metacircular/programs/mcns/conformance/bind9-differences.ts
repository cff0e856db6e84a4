import type { KnownDifference } from "./known-difference.ts";

/** Where bind9 9.18 answers differently with the same zones, and the rule by which each server is right. */
export const BIND9_DIFFERENCES: readonly KnownDifference[] = [
  {
    id: "soa-of-a-name",
    differs: ["answers"],
    why: "bind9 answers NODATA, with the SOA in the authority section (RFC 2308, 2.2); MCNS has a rule of its own, and puts the same record into the answer.",
  },
  {
    id: "soa-of-a-missing-name",
    differs: ["rcode", "answers"],
    why: "bind9 says NXDOMAIN, with the SOA in the authority section (RFC 2308, 2.1); under the rule of MCNS every name of the zone has the zone's SOA.",
  },
  {
    id: "alias-and-soa",
    differs: ["answers"],
    why: "bind9 follows the alias for SOA as for any type (RFC 1034, 4.3.2); the rule of MCNS looks at the type first.",
  },
  {
    id: "delegation-signer",
    differs: ["authorities"],
    why: "bind9 asks the parent's zone for DS (RFC 4035, 3.1.4.1); that is for servers that know DNSSEC, and MCNS has the longest suffix alone.",
  },
  {
    id: "alias-of-an-alias",
    differs: ["answers"],
    why: "bind9 follows a chain to its end within its zones (RFC 1034, 4.3.2); MCNS follows one level, and the resolver does the rest.",
  },
  {
    id: "alias-to-nothing",
    differs: ["rcode"],
    why: "bind9 gives the code of the last name of the chain (RFC 6604, 3), which is NXDOMAIN; after one level MCNS says of the first name that it exists.",
  },
  {
    id: "alias-to-the-outside",
    differs: ["answers"],
    why: "bind9 resolves the target as for any client that wants recursion (RFC 1034, 4.3.2); MCNS forwards names that were asked for, not targets.",
  },
  {
    id: "forwarded-without-the-wish",
    differs: ["answers"],
    why: "Without RD bind9 does not recurse, and refers to the root servers instead (RFC 1034, 4.3.1); MCNS forwards all that is not its own.",
  },
  {
    id: "empty-not-cached",
    differs: ["answers"],
    why: "bind9 keeps an empty answer without SOA with a TTL of 0, and counts in whole seconds: asked again within the same one, it gives it again. One second later it asks anew, too.",
    sometimes: true,
  },
  {
    id: "no-compression",
    differs: ["truncated"],
    why: "bind9 compresses names (RFC 1035, 4.1.4), so that twenty addresses fit into 512 bytes; MCNS writes names out, and the client comes back over TCP.",
  },
  {
    id: "update",
    differs: ["rcode"],
    why: "bind9 implements updates, and refuses this client's (RFC 2136, 3.3); MCNS changes records over HTTP alone.",
  },
  {
    id: "notify",
    differs: ["rcode"],
    why: "bind9 implements NOTIFY, and takes note of one for a primary zone without doing anything (RFC 1996); MCNS has no secondaries.",
  },
  {
    id: "chaos-class",
    differs: ["rcode", "answers"],
    why: "bind9 has a zone of the class CH built in that tells its host's name (RFC 4892); MCNS tells nothing about itself.",
  },
];
