import type {
  CommandObservation,
  DnsObservation,
  HttpObservation,
  LookupObservation,
  LookupPath,
} from "../../scenario/observation.ts";
import type { DnsRequest, ExecRequest, HttpCall, LookupRequest } from "../machine.ts";
import type { ScriptedState } from "./state.ts";

export type ScriptedAnswer = Partial<Omit<CommandObservation, "kind">>;

type Said<Request, Answer> = Answer | ((request: Request, state: ScriptedState) => Answer | Promise<Answer>);

/** What a command gets; the first rule that matches answers. A string matches the whole script. */
export type ScriptedRule = {
  readonly match: string | RegExp | ((request: ExecRequest) => boolean);
  readonly answer: Said<ExecRequest, ScriptedAnswer>;
};

export type ScriptedDns = Said<DnsRequest, Partial<Omit<DnsObservation, "kind">>>;
/** The addresses that each path finds; one that is left out finds nothing. */
export type ScriptedLookup = Said<LookupRequest, Partial<Record<LookupPath, readonly string[]>>>;
export type ScriptedHttp = Said<HttpCall, Partial<Omit<HttpObservation, "kind">>>;

const matches = ({ match }: ScriptedRule, request: ExecRequest): boolean => {
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

/** What the rules say to the command; undefined when none matches. */
export const answerCommand = async (
  rules: readonly ScriptedRule[],
  request: ExecRequest,
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

export const answerDns = async (
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

export const answerHttp = async (
  http: ScriptedHttp,
  call: HttpCall,
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

export const answerLookup = async (
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

/** What a port answers behind which nothing listens. */
export const nobodyListens = { outcome: "unreachable", error: "connect ECONNREFUSED" } as const;
