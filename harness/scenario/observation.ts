/** What a command did. */
export type CommandObservation = {
  readonly kind: "command";
  /** Absent when a signal ended it or it could not be started. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Its time limit ended it, with its whole process group. */
  readonly timedOut: boolean;
  readonly durationMs: number;
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

/** What became of an HTTP request. */
export type HttpObservation = {
  readonly kind: "http";
  readonly outcome: "answered" | "timeout" | "unreachable" | "tls-failed" | "broken";
  /** 0 unless answered. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly error: string;
  readonly durationMs: number;
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

export type Observation = CommandObservation | DnsObservation | HttpObservation | LookupObservation;
