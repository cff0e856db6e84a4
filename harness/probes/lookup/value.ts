import type { Text } from "../../scenario/text.ts";

export type LookupRequest = {
  readonly name: string;
  /** Only addresses of this family are compared. */
  readonly family: 4 | 6;
  readonly timeoutMs: number;
};

/** A name looked up from inside a machine on every path that its programs take. */
export type Lookup = LookupRequest & {
  readonly kind: "lookup";
  readonly machine: string;
  readonly expect: LookupExpectation;
};

export type LookupExpectation = {
  /** `alike`: all find the same; `nothing`: none finds an address; `differ`: two of them do not find the same. */
  readonly paths: "alike" | "nothing" | "differ";
  /** What all of them find, in any order; absent: any address. */
  readonly addresses?: readonly Text[];
};

/** The ways in which programs on a machine find the address of a name. */
export type LookupPath = "getaddrinfo" | "resolvectl" | "resolv.conf";

/** What one of them found. */
export type LookupFinding = {
  readonly path: LookupPath;
  /** `missing`: the machine lacks the program or the file that this path needs. */
  readonly outcome: "found" | "not-found" | "failed" | "timeout" | "missing";
  readonly addresses: readonly string[];
  /** In the words of the path; empty when found. */
  readonly error: string;
  readonly durationMs: number;
};

/** What became of a name that was looked up on every path. */
export type LookupObservation = {
  readonly kind: "lookup";
  readonly findings: readonly LookupFinding[];
  readonly durationMs: number;
};
