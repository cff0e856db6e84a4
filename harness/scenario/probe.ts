import type { Command } from "./command.ts";
import type { TextMatch } from "./match.ts";
import type { Text } from "./text.ts";

/** A DNS question asked from inside a machine. */
export type DnsQuery = {
  readonly kind: "dns";
  readonly machine: string;
  readonly name: string;
  readonly type: string;
  /** The server's address. */
  readonly server: Text;
  readonly port: number;
  readonly protocol: "udp" | "tcp";
  readonly timeoutMs: number;
  readonly expect: DnsExpectation;
};

export type DnsExpectation = {
  readonly rcode: string;
  /** Data of the answer records of the asked type, in any order; absent: not looked at. */
  readonly answers?: readonly Text[];
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
export type Probe = Command | DnsQuery | HttpRequest;
