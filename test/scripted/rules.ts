import type { CommandObservation, CommandRequest } from "#harness/probes/command/value.ts";
import type { DnsObservation, DnsRequest } from "#harness/probes/dns/value.ts";
import type { HttpObservation, HttpRequest } from "#harness/probes/http/value.ts";
import type { LookupObservation, LookupPath, LookupRequest } from "#harness/probes/lookup/value.ts";
import type { Observation, ProbeRequest } from "#harness/scenario/probe.ts";
import type { ScriptedState } from "./state.ts";

export type ScriptedAnswer = Partial<Omit<CommandObservation, "kind">>;

type Said<Request, Answer> = Answer | ((request: Request, state: ScriptedState) => Answer | Promise<Answer>);

/** The answer to a command; the first matching rule counts. A string matches the whole script. */
export type ScriptedRule = {
  readonly match: string | RegExp | ((request: CommandRequest) => boolean);
  readonly answer: Said<CommandRequest, ScriptedAnswer>;
};

export type ScriptedDns = Said<DnsRequest, Partial<Omit<DnsObservation, "kind">>>;
/** The addresses that each path finds; an absent path finds none. */
export type ScriptedLookup = Said<LookupRequest, Partial<Record<LookupPath, readonly string[]>>>;
export type ScriptedHttp = Said<HttpRequest, Partial<Omit<HttpObservation, "kind">>>;

const matches = ({ match }: ScriptedRule, request: CommandRequest): boolean => {
  if (typeof match === "string") return request.script === match;
  return match instanceof RegExp ? match.test(request.script) : match(request);
};

const said = <Request, Answer extends object>(
  answer: Said<Request, Answer>,
  request: Request,
  state: ScriptedState,
): Answer | Promise<Answer> =>
  typeof answer === "function"
    ? (answer as (request: Request, state: ScriptedState) => Answer | Promise<Answer>)(request, state)
    : answer;

/** The rules' answer to the command; undefined when none matches. */
export const answerCommand = async (
  rules: readonly ScriptedRule[],
  request: CommandRequest,
  state: ScriptedState,
): Promise<CommandObservation | undefined> => {
  const rule = rules.find((candidate) => matches(candidate, request));
  if (rule === undefined) return undefined;
  const answer = await said(rule.answer, request, state);
  return {
    kind: "command",
    exitCode: answer.signal === undefined ? 0 : undefined,
    signal: undefined,
    stdout: "",
    stderr: "",
    timedOut: false,
    durationMs: 1,
    ...answer,
  };
};

const answerDns = async (
  dns: ScriptedDns,
  request: DnsRequest,
  state: ScriptedState,
): Promise<DnsObservation> => {
  const answer = await said(dns, request, state);
  const isAnswered = (answer.outcome ?? "answered") === "answered";
  return {
    kind: "dns",
    server: request.server ?? "127.0.0.1",
    protocol: request.protocol,
    retriedOverTcp: false,
    outcome: "answered",
    rcode: isAnswered ? "NOERROR" : "",
    flags: isAnswered ? ["qr"] : [],
    answers: [],
    authorities: [],
    error: "",
    durationMs: 1,
    ...answer,
  };
};

const answerHttp = async (
  http: ScriptedHttp,
  call: HttpRequest,
  state: ScriptedState,
): Promise<HttpObservation> => {
  const answer = await said(http, call, state);
  return {
    kind: "http",
    outcome: "answered",
    status: (answer.outcome ?? "answered") === "answered" ? 200 : 0,
    headers: {},
    body: "",
    error: "",
    durationMs: 1,
    ...answer,
  };
};

const answerLookup = async (
  lookUp: ScriptedLookup,
  request: LookupRequest,
  state: ScriptedState,
): Promise<LookupObservation> => {
  const answer = await said(lookUp, request, state);
  const findings = (["getaddrinfo", "resolvectl", "resolv.conf"] as const).map((path) => {
    const addresses = answer[path] ?? [];
    const isFound = addresses.length > 0;
    return {
      path,
      outcome: isFound ? ("found" as const) : ("not-found" as const),
      addresses,
      error: isFound ? "" : "not found",
      durationMs: 1,
    };
  });
  return { kind: "lookup", findings, durationMs: 1 };
};

/** The answer of a closed port. */
const nobodyListens = { outcome: "unreachable", error: "connect ECONNREFUSED" } as const;

/** What the options say to a probe; `always`: what is not said is that nothing is there. Undefined when nothing is said. */
export const answerProbe = async (
  { dns, http, lookUp }: { dns?: ScriptedDns; http?: ScriptedHttp; lookUp?: ScriptedLookup },
  request: ProbeRequest,
  state: ScriptedState,
  always: boolean,
): Promise<Observation | undefined> => {
  if (request.kind === "dns" && (always || dns)) return answerDns(dns ?? nobodyListens, request, state);
  if (request.kind === "http" && (always || http)) return answerHttp(http ?? nobodyListens, request, state);
  if (request.kind === "lookup" && (always || lookUp)) return answerLookup(lookUp ?? {}, request, state);
  return undefined;
};
