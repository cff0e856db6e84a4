import { join, literal, type Phrase, type PhraseContext, texts } from "../../scenario/phrase.ts";
import { fill, type ResolveAddress } from "../../scenario/text.ts";
import { digShape } from "./dig-line.ts";
import { outcomeWords } from "./outcome-words.ts";
import type { DnsExpectation, DnsQuery } from "./value.ts";

const codePhrases = ({ rcode, outcome }: DnsExpectation): Phrase[] => [
  ...(rcode === undefined ? [] : [["answers ", literal(rcode)]]),
  ...(outcome === undefined ? [] : [outcomeWords[outcome].seen]),
];

const answerPhrases = ({ answers }: DnsExpectation, resolve: ResolveAddress): Phrase[] => {
  if (answers === undefined) return [];
  return answers.length === 0
    ? [["no record"]]
    : [
        join(
          answers.map((one) => [literal(fill(one, resolve))]),
          " and ",
        ),
      ];
};

const detailPhrases = ({ flags = {}, ttl, soa }: DnsExpectation): Phrase[] => [
  ...Object.entries(flags).map(([flag, set]): Phrase => [set ? "the flag " : "no flag ", literal(flag)]),
  ...(ttl === undefined
    ? []
    : [[ttl.least === ttl.most ? `a TTL of ${ttl.least} s` : `a TTL of ${ttl.least} to ${ttl.most} s`]]),
  ...(soa === undefined ? [] : [["the SOA of ", literal(soa)]]),
];

/** What the dig line of the question must print. */
export const dnsWords = (query: DnsQuery, { resolve }: PhraseContext): Phrase => {
  const { expect } = query;
  if (digShape(query) === "short") {
    return expect.answers === undefined ? ["answers"] : ["prints ", ...texts(expect.answers, resolve)];
  }
  const codes = join(codePhrases(expect));
  const code = codes.length === 0 ? ["answers"] : codes;
  const details = join([...answerPhrases(expect, resolve), ...detailPhrases(expect)]);
  if (details.length === 0) return code;
  const isTold = code.some((piece) => typeof piece === "string" && / with\b/.test(piece));
  return [...code, isTold ? " and " : " with ", ...details];
};
