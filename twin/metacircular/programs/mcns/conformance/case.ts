/** A message that no encoder writes: what follows the id, in hexadecimal digits. */
export type RawMessage = { readonly over: "udp" | "tcp"; readonly hex: string };

export type Asked = {
  /** The label RUN in it is replaced in each run, so that the name is in no cache. */
  readonly name: string;
  /** A name of a type, or its number. */
  readonly type: string | number;
  /** "pieces": over TCP, byte by byte. "pipelined": the third of three questions on one connection. @default "udp" */
  readonly over?: "udp" | "tcp" | "pieces" | "pipelined";
  /** @default "IN" */
  readonly class?: "IN" | "CH" | "ANY" | "HS";
  /** @default true */
  readonly recursionDesired?: boolean;
  /** The number of the kind of question. @default 0 */
  readonly opcode?: number;
  readonly edns?: { readonly bytes: number; readonly version?: number; readonly dnssec?: boolean };
};

export type Rcode = "NOERROR" | "FORMERR" | "SERVFAIL" | "NXDOMAIN" | "NOTIMP" | "REFUSED" | "BADVERS";

/** The expected reply; fields that are left out may be anything. */
export type Expected = {
  readonly rcode: Rcode;
  readonly authoritative?: boolean;
  readonly recursionAvailable?: boolean;
  readonly recursionDesired?: boolean;
  readonly truncated?: boolean;
  readonly opcode?: number;
  readonly edns?: boolean;
  readonly dnssec?: boolean;
  /** `NAME TYPE DATA` in any order, names in lower case; SOA without its serial. */
  readonly answers?: readonly string[];
  readonly authorities?: readonly string[];
  /** TTLs of all answers. */
  readonly ttlAtMostS?: number;
  /** The SOA in the authority section: its TTL and its last number. */
  readonly negativeTtlS?: number;
  /** The SOA's serial begins with a date. */
  readonly datedSerial?: boolean;
  /** The reply repeats the question exactly. */
  readonly sameQuestion?: boolean;
};

export type ConformanceCase = {
  readonly id: string;
  /** Asked before, in this order; their answers are ignored. */
  readonly first?: readonly Asked[];
  readonly ask: Asked | RawMessage;
  /** "silence": there is no reply, and the next question is answered. */
  readonly expect: Expected | "silence";
  readonly why: string;
  /** The section of an RFC, or "MCNS" for a rule of the platform's own server. */
  readonly source: string;
};
