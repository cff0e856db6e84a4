import { quote } from "../../scenario/shell.ts";
import { fill, type ResolveAddress } from "../../scenario/text.ts";
import { dnsTypes } from "./name.ts";
import type { DnsQuery } from "./value.ts";

/** Of what dig prints: the data alone, or the code, the flags and the sections. */
type DigShape = "short" | "full";

/** Data alone shows no code, no flag and no TTL: it is enough where records are all that is asked for. */
export const digShape = ({ expect }: DnsQuery): DigShape => {
  const { rcode, outcome, answers, flags, ttl, soa } = expect;
  const isPlain = outcome === undefined && flags === undefined && ttl === undefined && soa === undefined;
  return rcode === "NOERROR" && isPlain && (answers?.length ?? 0) > 0 ? "short" : "full";
};

const classes = ["IN", "CH", "HS"];

/** A word that dig would take for an option, a type or a class must be said to be the name. */
const namePart = (name: string): string[] =>
  /^[-+@]/.test(name) || [...dnsTypes, ...classes].includes(name.toUpperCase()) ? ["-q", name] : [name];

/** How many seconds dig waits for an answer that is not expected to come; it counts whole ones. */
export const digWaitS = ({ timeoutMs }: DnsQuery): number => Math.max(1, Math.ceil(timeoutMs / 1000));

/** How long dig waits for each of its tries by itself. Source: dig(1), +timeout. */
const DIG_WAIT_MS = 5000;

const isOfSilence = ({ expect }: DnsQuery): boolean =>
  expect.outcome === "timeout" || expect.outcome === "unreachable";

/** The question as an operator types it. Source: dig(1). */
export const digLine = (query: DnsQuery, resolve: ResolveAddress): string => {
  const server = query.server === undefined ? [] : [`@${fill(query.server, resolve)}`];
  const port = query.port === 53 ? [] : ["-p", String(query.port)];
  const shape = digShape(query) === "short" ? ["+short"] : ["+noall", "+comments", "+answer", "+authority"];
  // dig asks for ANY over TCP unless told otherwise.
  const protocol = query.protocol === "tcp" ? ["+tcp"] : query.type === "ANY" ? ["+notcp"] : [];
  const cut = query.retryOverTcp === false ? ["+ignore"] : [];
  const wait =
    isOfSilence(query) || query.timeoutMs > DIG_WAIT_MS ? ["+tries=1", `+timeout=${digWaitS(query)}`] : [];
  return [
    "dig",
    ...port,
    ...server,
    ...namePart(query.name),
    query.type,
    ...shape,
    ...protocol,
    ...cut,
    ...wait,
  ]
    .map(quote)
    .join(" ");
};
