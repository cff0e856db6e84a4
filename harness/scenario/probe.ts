import type { Command } from "./command.ts";
import type { DnsOutcome } from "./dns-outcome.ts";
import type { TextMatch } from "./match.ts";
import type { Text } from "./text.ts";

/** A DNS question asked from inside a machine. */
export type DnsQuery = {
  readonly kind: "dns";
  readonly machine: string;
  readonly name: string;
  readonly type: string;
  /** The server's address. @default those of the machine's own /etc/resolv.conf, in their order */
  readonly server?: Text;
  readonly port: number;
  readonly protocol: "udp" | "tcp";
  /** Asks again over TCP when the answer over UDP is cut off. @default true */
  readonly retryOverTcp?: boolean;
  readonly timeoutMs: number;
  readonly expect: DnsExpectation;
};

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

/** A name looked up from inside a machine on every path that its programs take. */
export type Lookup = {
  readonly kind: "lookup";
  readonly machine: string;
  readonly name: string;
  /** Only addresses of this family are compared. */
  readonly family: 4 | 6;
  readonly timeoutMs: number;
  readonly expect: LookupExpectation;
};

export type LookupExpectation = {
  /** `alike`: all find the same; `nothing`: none finds an address; `differ`: two of them do not find the same. */
  readonly paths: "alike" | "nothing" | "differ";
  /** What all of them find, in any order; absent: any address. */
  readonly addresses?: readonly Text[];
};

/** An HTTP or HTTPS request made from inside a machine. */
export type HttpRequest = {
  readonly kind: "http";
  readonly machine: string;
  readonly url: Text;
  readonly method: string;
  /** A file in the machine with the certificate authority to trust. */
  readonly caFile?: string;
  readonly timeoutMs: number;
  readonly expect: HttpExpectation;
};

export type HttpExpectation = {
  readonly status: number;
  readonly body?: TextMatch;
};

/** A read-only look at a machine, with what it must see. */
export type Probe = Command | DnsQuery | HttpRequest | Lookup;
