import type { Observation, ObservationOf, ProbeKind, RequestOf, SampledProbe } from "../scenario/probe.ts";

/** The version of the frames; each side refuses another version. */
export const protocolVersion = 2;

/** On a terminal's line the agent tells each time that it has read so many bytes: `{"read":…}`, and 0 when it begins to read. */
export const lineReadBytes = 900;

/** The time to set the machine's clock to when the call arrives. */
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

type SampleCall = { readonly probes: readonly SampledProbe[]; readonly intervalMs: number };

/** The agent's monotonic clock, in milliseconds since it started. */
type Moment = { readonly monotonicMs: number };

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

/** The calls other than probes: request and answer. */
type OwnCalls = {
  readonly hello: { readonly ask: Nothing; readonly answer: AgentFacts };
  readonly ping: { readonly ask: Nothing; readonly answer: Moment };
  readonly read: { readonly ask: FileCall; readonly answer: Nothing };
  readonly write: { readonly ask: WriteCall; readonly answer: Nothing };
  readonly stat: { readonly ask: FileCall; readonly answer: FileFacts };
  readonly setClock: { readonly ask: ClockCall; readonly answer: Nothing };
  readonly sample: { readonly ask: SampleCall; readonly answer: Nothing };
  readonly unsample: { readonly ask: { readonly sampling: number }; readonly answer: Nothing };
};

export type OwnCallKind = keyof OwnCalls;

/** Every kind of request: these calls, and each kind of probe. */
export type Calls = OwnCalls & {
  readonly [Kind in ProbeKind]: {
    readonly ask: Omit<RequestOf<Kind>, "kind">;
    readonly answer: ObservationOf<Kind>;
  };
};

export type CallKind = keyof Calls;

/**
 * What the harness sends: a call, or (kind `data`) a part of the file of the write call of the same id.
 * `s` is the session that a hello opened; the agent drops frames of any other.
 */
export type CallFrame = { readonly s: string; readonly id: number; readonly kind: string } & Readonly<
  Record<string, unknown>
>;

/** The agent's frames about a call; `id` is the call's. */
export type AnswerFrame = { readonly s: string; readonly id: number } & AnswerBody;

export type AnswerBody =
  | { readonly type: "result"; readonly value: unknown }
  | { readonly type: "error"; readonly message: string }
  /** A part of a file, or of the text of an observation that `part` names, as base64. */
  | { readonly type: "chunk"; readonly part: string; readonly data: string }
  | {
      readonly type: "sample";
      readonly probe: string;
      /** When the probe was sent. */
      readonly sentMonotonicMs: number;
      readonly observation: Observation;
    };
