import type { ConformanceCase, Expected } from "../case.ts";

/** A header after the id: flags, and how many of each section follow. */
const header = (flags: string, ...counts: readonly number[]): string =>
  flags + counts.map((count) => count.toString(16).padStart(4, "0")).join("");

const label = (bytes: string): string =>
  Buffer.from([bytes.length]).toString("hex") + Buffer.from(bytes, "latin1").toString("hex");
const nameOf = (...labels: readonly string[]): string => `${labels.map(label).join("")}00`;

const ZONE = ["svc", "mcp", "metacircular", "net"] as const;
const A_IN = "00010001";
const OPT = "00002904d0000000000000";
const BAD: Expected = { rcode: "FORMERR", answers: [] };

/** Messages that no encoder writes. */
export const MALFORMED_CASES: readonly ConformanceCase[] = [
  {
    id: "no-question",
    ask: { over: "udp", hex: header("0100", 0, 0, 0, 0) },
    expect: BAD,
    why: "A query without a question asks nothing.",
    source: "RFC 1035, 4.1.1",
  },
  {
    id: "two-questions",
    ask: {
      over: "udp",
      hex: header("0100", 2, 0, 0, 0) + (nameOf("mcr", ...ZONE) + A_IN) + (nameOf("mcq", ...ZONE) + A_IN),
    },
    expect: BAD,
    why: "A query has one question.",
    source: "RFC 9619, 4",
  },
  {
    id: "cut-question",
    ask: { over: "udp", hex: `${header("0100", 1, 0, 0, 0)}036d6372` },
    expect: BAD,
    why: "The message ends inside the name.",
    source: "RFC 1035, 4.1.1",
  },
  {
    id: "cut-question-over-tcp",
    ask: { over: "tcp", hex: `${header("0100", 1, 0, 0, 0)}036d6372` },
    expect: BAD,
    why: "The same over TCP: the length before the message is right, the message is not.",
    source: "RFC 1035, 4.1.1",
  },
  {
    id: "pointer-to-itself",
    ask: { over: "udp", hex: `${header("0100", 1, 0, 0, 0)}c00c${A_IN}` },
    expect: BAD,
    why: "A name that points to itself has no end.",
    source: "RFC 1035, 4.1.4",
  },
  {
    id: "bad-label",
    ask: { over: "udp", hex: `${header("0100", 1, 0, 0, 0)}80ff00${A_IN}` },
    expect: BAD,
    why: "A length that begins with 10 is reserved.",
    source: "RFC 1035, 4.1.4",
  },
  {
    id: "name-too-long",
    ask: {
      over: "udp",
      hex:
        header("0100", 1, 0, 0, 0) +
        nameOf(...Array.from({ length: 5 }, () => "x".repeat(60)), ...ZONE) +
        A_IN,
    },
    expect: BAD,
    why: "A name has 255 bytes at most.",
    source: "RFC 1035, 2.3.4",
  },
  {
    id: "two-opts",
    ask: { over: "udp", hex: header("0100", 1, 0, 0, 2) + nameOf("mcr", ...ZONE) + A_IN + OPT + OPT },
    expect: BAD,
    why: "A message has one OPT record.",
    source: "RFC 6891, 6.1.1",
  },
  {
    id: "dot-in-a-label",
    ask: { over: "udp", hex: header("0100", 1, 0, 0, 0) + nameOf("a.deep", ...ZONE) + A_IN },
    expect: { rcode: "NXDOMAIN", authoritative: true, answers: [], sameQuestion: true },
    why: "A label with a dot in it is not two labels.",
    source: "RFC 2181, 11",
  },
  {
    id: "bytes-in-a-label",
    ask: { over: "udp", hex: header("0100", 1, 0, 0, 0) + nameOf("\xff\x00\x80", ...ZONE) + A_IN },
    expect: { rcode: "NXDOMAIN", authoritative: true, answers: [], sameQuestion: true },
    why: "A label may hold any byte, and the question comes back with it.",
    source: "RFC 2181, 11",
  },
  {
    id: "a-reply",
    ask: { over: "udp", hex: header("8180", 1, 0, 0, 0) + nameOf("mcr", ...ZONE) + A_IN },
    expect: "silence",
    why: "Two servers that answered each other's replies would never stop.",
    source: "RFC 1035, 4.1.1 (QR)",
  },
  {
    id: "half-a-header",
    ask: { over: "udp", hex: "0100" },
    expect: "silence",
    why: "There is no id to answer, or no room for more.",
    source: "RFC 1035, 4.1.1",
  },
];
