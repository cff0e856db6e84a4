import { digShape } from "../scenario/dig-line.ts";
import type { DnsOutcome } from "../scenario/dns-outcome.ts";
import type { DnsExpectation, DnsQuery, Lookup } from "../scenario/probe.ts";
import { fill, type ResolveAddress, type Text } from "../scenario/text.ts";
import { join, literal, type Phrase, type PhraseContext } from "./phrase.ts";

/** What the operator sees of an outcome in the output of dig. */
const outcomePhrases: Readonly<Record<DnsOutcome, Phrase>> = {
  answer: ["answers"],
  nxdomain: ["answers ", literal("NXDOMAIN")],
  nodata: ["answers ", literal("NOERROR"), " with no answer and a SOA"],
  referral: ["refers to other servers, without an answer"],
  empty: ["answers ", literal("NOERROR"), " with nothing at all, not even a SOA"],
  truncated: ["answers with the flag ", literal("tc"), " and no record"],
  servfail: ["answers ", literal("SERVFAIL")],
  refused: ["answers ", literal("REFUSED")],
  "other-code": ["answers with another error code"],
  timeout: ["says ", literal("timed out")],
  unreachable: ["says ", literal("connection refused"), " or that it is unreachable"],
  malformed: ["complains about what it got"],
};

const listed = (texts: readonly Text[], resolve: ResolveAddress): Phrase =>
  join(
    texts.map((one) => [literal(fill(one, resolve))]),
    ", ",
  );

const codePhrases = ({ rcode, outcome }: DnsExpectation): Phrase[] => [
  ...(rcode === undefined ? [] : [["answers ", literal(rcode)]]),
  ...(outcome === undefined ? [] : [outcomePhrases[outcome]]),
];

const answerPhrases = ({ answers }: DnsExpectation, resolve: ResolveAddress): Phrase[] => {
  if (answers === undefined) return [];
  return answers.length === 0 ? [["no record"]] : [listed(answers, resolve)];
};

const detailPhrases = ({ flags = {}, ttl, soa }: DnsExpectation): Phrase[] => [
  ...Object.entries(flags).map(([flag, set]): Phrase => [`${set ? "" : "no "}flag `, literal(flag)]),
  ...(ttl === undefined
    ? []
    : [[ttl.least === ttl.most ? `a TTL of ${ttl.least} s` : `a TTL of ${ttl.least} to ${ttl.most} s`]]),
  ...(soa === undefined ? [] : [["the SOA of ", literal(soa)]]),
];

/** What the dig line of the question must print. */
export const dnsExpectation = (query: DnsQuery, { resolve }: PhraseContext): Phrase => {
  const { expect } = query;
  if (digShape(query) === "short") {
    return expect.answers === undefined ? ["answers"] : ["prints ", ...listed(expect.answers, resolve)];
  }
  return join(
    [[...join(codePhrases(expect))], ...answerPhrases(expect, resolve), ...detailPhrases(expect)],
    ", ",
  );
};

/** What all three lines of a look-up must print. */
export const lookupExpectation = ({ expect }: Lookup, { resolve }: PhraseContext): Phrase => {
  if (expect.paths === "nothing") return ["finds no address, on each of the three paths"];
  if (expect.paths === "differ") return ["finds addresses that differ among the three paths"];
  return expect.addresses === undefined
    ? ["finds the same addresses on each of the three paths"]
    : ["finds ", ...listed(expect.addresses, resolve), " on each of the three paths"];
};
