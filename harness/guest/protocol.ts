import type { DnsObservation, HttpObservation, LookupObservation } from "../scenario/observation.ts";

/** The version of the frames; both sides refuse another one. */
export const protocolVersion = 1;

/** Bytes of file or output data in one frame, before base64. */
export const chunkBytes = 256 * 1024;

/** Bytes kept of each of a command's stdout and stderr. */
export const outputCapBytes = 4 * 1024 * 1024;

/** Bytes kept of the body of an HTTP answer. */
export const bodyCapBytes = 1024 * 1024;

/** The longest that a sampled probe is waited for. */
export const sampleTimeoutCapMs = 5000;

/** A command; what it means is said at the machine port. */
export type ExecCall = {
  readonly script: string;
  readonly user?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly timeoutMs: number;
};

/** Output is base64; what is longer than a chunk comes in chunk frames before the answer. */
export type ExecAnswer = {
  readonly exitCode?: number;
  readonly signal?: string;
  readonly timedOut: boolean;
  readonly durationMs: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Bytes that were printed beyond the cap. */
  readonly stdoutCutBytes: number;
  readonly stderrCutBytes: number;
};

/** What the machine's clock shall say when the call arrives. */
export type ClockCall = { readonly unixMs: number };

export type FileCall = { readonly path: string };

/** The data follows in data frames; `owner` is `user` (with the user's own group) or `user:group`. */
export type WriteCall = FileCall & { readonly mode: string; readonly owner: string };

export type FileFacts = {
  readonly exists: boolean;
  readonly type?: "file" | "directory" | "link" | "other";
  readonly bytes?: number;
  /** Octal, four digits. */
  readonly mode?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Milliseconds since 1970 on the machine's clock. */
  readonly modifiedMs?: number;
};

export type DnsCall = {
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

export type LookupCall = { readonly name: string; readonly family: 4 | 6; readonly timeoutMs: number };

export type HttpCall = {
  readonly url: string;
  readonly method: string;
  readonly caFile?: string;
  readonly timeoutMs: number;
};

export type ProbeCall = { readonly id: string } & (
  | ({ readonly kind: "dns" } & DnsCall)
  | ({ readonly kind: "http" } & HttpCall)
);

export type SampleCall = { readonly probes: readonly ProbeCall[]; readonly intervalMs: number };

/** The agent's monotonic clock, in milliseconds since it started. */
export type Moment = { readonly monotonicMs: number };

export type AgentFacts = Moment & {
  readonly protocol: number;
  readonly pid: number;
  /** Differs after every boot. */
  readonly bootId: string;
  readonly kernel: string;
  readonly os: string;
  readonly node: string;
};

type Nothing = Readonly<Record<never, never>>;

/** Every kind of request: what is asked, and what the answer is. */
export type Calls = {
  readonly hello: { readonly ask: Nothing; readonly answer: AgentFacts };
  readonly ping: { readonly ask: Nothing; readonly answer: Moment };
  readonly exec: { readonly ask: ExecCall; readonly answer: ExecAnswer };
  readonly read: { readonly ask: FileCall; readonly answer: Nothing };
  readonly write: { readonly ask: WriteCall; readonly answer: Nothing };
  readonly stat: { readonly ask: FileCall; readonly answer: FileFacts };
  readonly dns: { readonly ask: DnsCall; readonly answer: DnsObservation };
  readonly http: { readonly ask: HttpCall; readonly answer: HttpObservation };
  readonly lookUp: { readonly ask: LookupCall; readonly answer: LookupObservation };
  readonly setClock: { readonly ask: ClockCall; readonly answer: Nothing };
  readonly sample: { readonly ask: SampleCall; readonly answer: Nothing };
  readonly unsample: { readonly ask: { readonly sampling: number }; readonly answer: Nothing };
};

export type CallKind = keyof Calls;

/**
 * What the harness sends: a call, or (kind `data`) a part of the file of the write call of the same id.
 * `s` is the session that a hello opened; the agent drops frames of any other.
 */
export type CallFrame = { readonly s: string; readonly id: number; readonly kind: string } & Readonly<
  Record<string, unknown>
>;

/** What the agent sends about a call; `id` is the call's. */
export type AnswerFrame = { readonly s: string; readonly id: number } & AnswerBody;

export type AnswerBody =
  | { readonly type: "result"; readonly value: unknown }
  | { readonly type: "error"; readonly message: string }
  | { readonly type: "chunk"; readonly part: "stdout" | "stderr" | "file"; readonly data: string }
  | {
      readonly type: "sample";
      readonly probe: string;
      /** When the probe was sent. */
      readonly sentMonotonicMs: number;
      readonly observation: DnsObservation | HttpObservation;
    };
