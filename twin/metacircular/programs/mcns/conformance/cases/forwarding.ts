import type { ConformanceCase } from "../case.ts";
import { BIG_TEXTS } from "../zones.ts";

const WORLD_SOA = "world.example SOA ns.world.example admin.world.example 3600 600 604800 30";

/** Names outside the zones, which the server forwards to the world. */
export const FORWARDING_CASES: readonly ConformanceCase[] = [
  {
    id: "forwarded",
    ask: { name: "RUN.fixed.world.example", type: "A" },
    expect: {
      rcode: "NOERROR",
      authoritative: false,
      recursionAvailable: true,
      recursionDesired: true,
      answers: ["RUN.fixed.world.example A 203.0.113.7"],
    },
    why: "Names outside the zones are asked elsewhere; the answer is not this server's own, so AA is off.",
    source: "MCNS; RFC 1034, 4.3.1",
  },
  {
    id: "forwarded-over-tcp",
    ask: { name: "RUN.tcp.fixed.world.example", type: "A", over: "tcp" },
    expect: {
      rcode: "NOERROR",
      authoritative: false,
      answers: ["RUN.tcp.fixed.world.example A 203.0.113.7"],
    },
    why: "The same over TCP.",
    source: "RFC 7766, 5",
  },
  {
    id: "forwarded-without-the-wish",
    ask: { name: "RUN.still.fixed.world.example", type: "A", recursionDesired: false },
    expect: {
      rcode: "NOERROR",
      recursionDesired: false,
      answers: ["RUN.still.fixed.world.example A 203.0.113.7"],
    },
    why: "Everything else is forwarded, whether or not RD is set; the bit comes back as it was.",
    source: "MCNS",
  },
  {
    id: "recursion-available",
    ask: { name: "mcr.svc.mcp.metacircular.net", type: "A" },
    expect: { rcode: "NOERROR", authoritative: true, recursionAvailable: true },
    why: "RA says what the server can do, also where this answer is its own.",
    source: "RFC 1035, 4.1.1",
  },
  {
    id: "forwarded-missing-name",
    ask: { name: "RUN.missing.world.example", type: "A" },
    expect: { rcode: "NXDOMAIN", authoritative: false, answers: [], authorities: [WORLD_SOA] },
    why: "That a name does not exist is handed on with the SOA that says how long.",
    source: "RFC 2308, 5",
  },
  {
    id: "forwarded-missing-type",
    ask: { name: "RUN.nodata.world.example", type: "AAAA" },
    expect: { rcode: "NOERROR", authoritative: false, answers: [], authorities: [WORLD_SOA] },
    why: "NODATA is handed on as NODATA.",
    source: "RFC 2308, 5",
  },
  {
    id: "forwarded-alias",
    ask: { name: "RUN.alias.world.example", type: "A" },
    expect: {
      rcode: "NOERROR",
      answers: ["RUN.alias.world.example CNAME fixed.world.example", "fixed.world.example A 203.0.113.7"],
    },
    why: "A chain comes back whole.",
    source: "RFC 1034, 3.6.2",
  },
  {
    id: "forwarded-unknown-type",
    ask: { name: "RUN.odd.world.example", type: 65_280 },
    expect: { rcode: "NOERROR", answers: ["RUN.odd.world.example UNKNOWN_65280 00ff10"] },
    why: "Records of a type that nobody has defined pass through as they are.",
    source: "RFC 3597, 3",
  },
  {
    id: "forwarded-large",
    ask: { name: "RUN.big.world.example", type: "TXT", over: "tcp" },
    expect: {
      rcode: "NOERROR",
      truncated: false,
      answers: BIG_TEXTS.map((text) => `RUN.big.world.example TXT ${text}`),
    },
    why: "What was truncated on the way is asked again over TCP.",
    source: "RFC 7766, 5",
  },
  {
    id: "forwarded-large-over-udp",
    ask: { name: "RUN.wide.big.world.example", type: "TXT" },
    expect: { rcode: "NOERROR", truncated: true },
    why: "A client over UDP hears that there is more.",
    source: "RFC 2181, 9",
  },
  {
    id: "wrong-id-first",
    ask: { name: "RUN.spoofed.world.example", type: "A" },
    expect: { rcode: "NOERROR", answers: ["RUN.spoofed.world.example A 203.0.113.7"] },
    why: "A reply with another id is somebody's guess; the right one comes after it.",
    source: "RFC 5452, 9.1",
  },
  {
    id: "cached",
    first: [{ name: "RUN.counted.world.example", type: "TXT" }],
    ask: { name: "RUN.counted.world.example", type: "TXT" },
    expect: { rcode: "NOERROR", ttlAtMostS: 60, answers: ["RUN.counted.world.example TXT 1"] },
    why: "Within its TTL an answer is given again without asking.",
    source: "MCNS; RFC 1034, 4.3.1",
  },
  {
    id: "cached-over-tcp-in-capitals",
    first: [{ name: "RUN.mixed.counted.world.example", type: "TXT" }],
    ask: { name: "RUN.MIXED.Counted.World.Example", type: "TXT", over: "tcp" },
    expect: { rcode: "NOERROR", sameQuestion: true, answers: ["RUN.mixed.counted.world.example TXT 1"] },
    why: "The cache knows names, types and classes, not letters or transports.",
    source: "MCNS; RFC 4343, 3",
  },
  {
    id: "no-ttl-no-cache",
    first: [{ name: "RUN.fleeting.world.example", type: "TXT" }],
    ask: { name: "RUN.fleeting.world.example", type: "TXT" },
    expect: { rcode: "NOERROR", answers: ["RUN.fleeting.world.example TXT 2"] },
    why: "A TTL of zero is for the question under way alone.",
    source: "RFC 1035, 3.2.1",
  },
  {
    id: "missing-name-cached",
    first: [
      { name: "RUN.healed.missing.world.example", type: "A" },
      { name: "heal.RUN.healed.missing.world.example", type: "A" },
    ],
    ask: { name: "RUN.healed.missing.world.example", type: "A" },
    expect: { rcode: "NXDOMAIN", authorities: [WORLD_SOA] },
    why: "That a name does not exist is remembered as long as its SOA says.",
    source: "RFC 2308, 5",
  },
  {
    id: "failure",
    ask: { name: "RUN.failing.world.example", type: "A" },
    expect: { rcode: "SERVFAIL", answers: [] },
    why: "Where nobody has an answer the server says so.",
    source: "RFC 1035, 4.1.1",
  },
  {
    id: "failure-not-cached",
    first: [
      { name: "RUN.ill.failing.world.example", type: "A" },
      { name: "heal.RUN.ill.failing.world.example", type: "A" },
    ],
    ask: { name: "RUN.ill.failing.world.example", type: "A" },
    expect: { rcode: "NOERROR", answers: ["RUN.ill.failing.world.example A 203.0.113.7"] },
    why: "A failure is never remembered: the next question is asked anew.",
    source: "MCNS",
  },
  {
    id: "refusal",
    ask: { name: "RUN.refusing.world.example", type: "A" },
    expect: { rcode: "SERVFAIL", answers: [] },
    why: "That the server behind it refused is this server's failure: the client was not refused.",
    source: "MCNS",
  },
  {
    id: "refusal-not-cached",
    first: [
      { name: "RUN.ill.refusing.world.example", type: "A" },
      { name: "heal.RUN.ill.refusing.world.example", type: "A" },
    ],
    ask: { name: "RUN.ill.refusing.world.example", type: "A" },
    expect: { rcode: "NOERROR", answers: ["RUN.ill.refusing.world.example A 203.0.113.7"] },
    why: "A refusal is never remembered either.",
    source: "MCNS",
  },
  {
    id: "empty-not-cached",
    first: [
      { name: "RUN.empty.world.example", type: "A" },
      { name: "heal.RUN.empty.world.example", type: "A" },
    ],
    ask: { name: "RUN.empty.world.example", type: "A" },
    expect: { rcode: "NOERROR", answers: ["RUN.empty.world.example A 203.0.113.7"] },
    why: "NOERROR with nothing and no SOA, as a broken server once said, is not remembered.",
    source: "RFC 2308, 5",
  },
];
