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
  /** `unreachable`: the port answered with an ICMP error or a refused connection. */
  readonly outcome: "answered" | "timeout" | "unreachable" | "malformed";
  /** Empty unless answered. */
  readonly rcode: string;
  readonly flags: readonly string[];
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  /** What went wrong, in the system's words; empty when answered. */
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

export type Observation = CommandObservation | DnsObservation | HttpObservation;
