import type { CommandObservation } from "../command/value.ts";
import { isComparable, plainData, plainName } from "./data.ts";
import { digShape } from "./dig-line.ts";
import { type DigReading, dataFromDig, readDig } from "./dig-output.ts";
import { describeDns, dnsOutcome, recordsAskedFor, zonesOf } from "./outcome.ts";
import type { DnsObservation, DnsOutcome, DnsQuery, DnsRecord } from "./value.ts";

const sameTexts = (one: readonly string[], other: readonly string[]): boolean =>
  [...one].sort().join("\n") === [...other].sort().join("\n");

/** What of a record must be the same; a TTL counts down between two questions. */
const keyOf = ({ name, type, data }: DnsRecord): string => {
  // A type that only one of the two has a name for.
  const known = /^(UNKNOWN_|TYPE)/.test(type) ? "" : type;
  return `${plainName(name)} ${isComparable(type) ? `${known} ${plainData(type, data)}` : ""}`;
};

const comparedFlags = ["aa", "ra", "tc"];

const sameFlags = (one: readonly string[], other: readonly string[]): boolean =>
  comparedFlags.every((flag) => one.includes(flag) === other.includes(flag));

const ttlHolds = ({ expect, type }: DnsQuery, seen: DnsObservation): boolean =>
  expect.ttl === undefined ||
  recordsAskedFor(seen, type).every(
    ({ ttl }) => ttl >= (expect.ttl?.least ?? 0) && ttl <= (expect.ttl?.most ?? Infinity),
  );

/** Whether a full output of dig shows what our own client saw. */
const agreesInFull = (query: DnsQuery, own: DnsObservation, dig: DnsObservation): boolean =>
  dnsOutcome(own, query.type) === dnsOutcome(dig, query.type) &&
  own.rcode === dig.rcode &&
  (own.outcome !== "answered" || sameFlags(own.flags, dig.flags)) &&
  sameTexts(own.answers.map(keyOf), dig.answers.map(keyOf)) &&
  sameTexts(zonesOf(own).map(plainName), zonesOf(dig).map(plainName)) &&
  ttlHolds(query, own) === ttlHolds(query, dig);

/** Whether lines of data alone are those of these records: they do not say of which type they are. */
const sameData = (records: readonly DnsRecord[], lines: readonly string[]): boolean => {
  const left = [...lines];
  for (const { type, data } of records.filter((record) => isComparable(record.type))) {
    const at = left.findIndex((line) => plainData(type, dataFromDig(type, line)) === plainData(type, data));
    if (at === -1) return false;
    left.splice(at, 1);
  }
  return left.length === records.filter((record) => !isComparable(record.type)).length;
};

/** What a server says that does not find out, one after the other: while it tries, when it gives up, when it ends. */
const noAnswers: readonly (DnsOutcome | undefined)[] = ["timeout", "servfail", "unreachable"];

/** An answer is expected, so that one outcome without an answer denies it as well as another. */
const expectsAnswer = ({ expect: { outcome, rcode } }: DnsQuery): boolean =>
  !noAnswers.includes(outcome) && rcode !== "SERVFAIL";

/** Nothing came of it for dig; of an answer without data +short prints nothing, whatever its code is. */
const hasNoAnswer = (query: DnsQuery, dig: DigReading): boolean => {
  if (dig.outcome === "not-run") return false;
  if (dig.outcome === "answered" && digShape(query) === "short") return dig.lines.length === 0;
  return noAnswers.includes(dnsOutcome({ ...dig, outcome: dig.outcome }, query.type));
};

/**
 * Both looks at a server that does not find out deny that an answer comes, although they may see different things:
 * when it gives up is between it and the server behind it.
 */
const bothDeny = (query: DnsQuery, own: DnsObservation, dig: DigReading): boolean =>
  expectsAnswer(query) && noAnswers.includes(dnsOutcome(own, query.type)) && hasNoAnswer(query, dig);

const agrees = (query: DnsQuery, own: DnsObservation, dig: DigReading): boolean => {
  if (dig.outcome === "not-run") return false;
  // dig waits on after what it cannot read, and then says that it got nothing.
  if (own.outcome === "malformed") return dig.outcome === "malformed" || dig.outcome === "timeout";
  if (digShape(query) === "full") return agreesInFull(query, own, { ...dig, outcome: dig.outcome });
  return own.outcome === dig.outcome && sameData(own.answers, dig.lines);
};

const inWords = (query: DnsQuery, dig: DigReading): string => {
  if (dig.outcome === "not-run")
    return `it could not be run (${dig.error}; it is in the package bind9-dnsutils)`;
  if (dig.outcome !== "answered") return `${dig.outcome}${dig.error === "" ? "" : ` (${dig.error})`}`;
  if (digShape(query) === "short") return dig.lines.length === 0 ? "nothing printed" : dig.lines.join(", ");
  const seen = { ...dig, outcome: dig.outcome };
  const ttls = recordsAskedFor(seen, query.type).map(({ ttl }) => `${ttl} s`);
  const told = ttls.length === 0 ? "" : `, a TTL of ${[...new Set(ttls)].join(", ")}`;
  return `${describeDns(seen, query.type)}, flags ${dig.flags.join(" ")}${told}`;
};

/** What dig says, in words, when it is not what our own client saw; undefined when both agree. */
export const digDisagreement = (
  query: DnsQuery,
  own: DnsObservation,
  printed: CommandObservation,
  /** The check claims that what the question expects does not come. */
  { negated = false }: { readonly negated?: boolean } = {},
): string | undefined => {
  const dig = readDig(printed);
  const agree = agrees(query, own, dig) || (negated && bothDeny(query, own, dig));
  return agree ? undefined : inWords(query, dig);
};
