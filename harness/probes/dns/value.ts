import type { Text } from "../../scenario/text.ts";

/** A DNS question with every placeholder filled in. */
export type DnsRequest = {
  readonly name: string;
  readonly type: string;
  /** An address. @default those of the machine's /etc/resolv.conf, in their order */
  readonly server?: string;
  readonly port: number;
  readonly protocol: "udp" | "tcp";
  /** Asks again over TCP when the answer over UDP is cut off. @default true */
  readonly retryOverTcp?: boolean;
  /** For everything together. */
  readonly timeoutMs: number;
};

/** A DNS question asked from inside a machine. */
export type DnsQuery = Omit<DnsRequest, "server"> & {
  readonly kind: "dns";
  readonly machine: string;
  readonly server?: Text;
  readonly expect: DnsExpectation;
};

/** What a DNS question came to. */
export type DnsOutcome =
  | "answer"
  | "nxdomain"
  | "nodata"
  | "referral"
  | "empty"
  | "truncated"
  | "servfail"
  | "refused"
  | "other-code"
  | "timeout"
  | "unreachable"
  | "malformed";

/** Flags of an answer that can be expected. Source: RFC 1035, 4.1.1. */
export type DnsFlag = "aa" | "ra" | "tc";

/** What is absent is not looked at. */
export type DnsExpectation = {
  readonly rcode?: string;
  readonly outcome?: DnsOutcome;
  /** Data of the answer records of the asked type, in any order. */
  readonly answers?: readonly Text[];
  /** Whether each is set. */
  readonly flags?: Readonly<Partial<Record<DnsFlag, boolean>>>;
  /** Seconds, of every answer record of the asked type. */
  readonly ttl?: { readonly least: number; readonly most: number };
  /** The zone whose SOA is in the answer or the authority section. */
  readonly soa?: string;
};

export type DnsRecord = {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly data: string;
};

/** What became of a DNS question. */
export type DnsObservation = {
  readonly kind: "dns";
  /** The address of the server that this is of; of several, the last that was asked. */
  readonly server: string;
  /** Over which the answer came, or was waited for. */
  readonly protocol: "udp" | "tcp";
  /** The answer over UDP was cut off, so the question was asked again over TCP. */
  readonly retriedOverTcp: boolean;
  /** `unreachable`: the port answered with an ICMP error or a refused connection. */
  readonly outcome: "answered" | "timeout" | "unreachable" | "malformed";
  /** Empty unless answered. */
  readonly rcode: string;
  readonly flags: readonly string[];
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  /** What went wrong, in the system's words, with the first bytes of what could not be read. */
  readonly error: string;
  readonly durationMs: number;
};
