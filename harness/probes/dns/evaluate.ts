import type { Evaluation } from "../../scenario/evaluation.ts";
import { fill, type ResolveAddress } from "../../scenario/text.ts";
import { plainData, plainName } from "./data.ts";
import { describeDns, dnsOutcome, recordsAskedFor, zonesOf } from "./outcome.ts";
import { outcomeWords } from "./outcome-words.ts";
import type { DnsExpectation, DnsObservation, DnsQuery } from "./value.ts";

const sorted = (values: readonly string[]): string => [...values].sort().join(", ");

/** One thing that is expected: in words, as it was seen (empty: `describeDns` says it), and whether it holds. */
type Point = { readonly ok: boolean; readonly expected: string; readonly got: string };

const codePoints = (expect: DnsExpectation, type: string, seen: DnsObservation): Point[] => [
  ...(expect.rcode === undefined
    ? []
    : [
        {
          ok: seen.outcome === "answered" && seen.rcode === expect.rcode,
          expected: expect.rcode,
          got: "",
        },
      ]),
  ...(expect.outcome === undefined
    ? []
    : [
        {
          ok: dnsOutcome(seen, type) === expect.outcome,
          expected: outcomeWords[expect.outcome].expected,
          got: "",
        },
      ]),
];

const flagPoints = ({ flags = {} }: DnsExpectation, seen: DnsObservation): Point[] => {
  const wanted = Object.entries(flags);
  if (wanted.length === 0) return [];
  return [
    {
      ok: seen.outcome === "answered" && wanted.every(([flag, set]) => seen.flags.includes(flag) === set),
      expected: wanted.map(([flag, set]) => (set ? `the flag ${flag}` : `no flag ${flag}`)).join(" and "),
      got: seen.outcome === "answered" ? `flags ${seen.flags.join(" ")}` : "",
    },
  ];
};

const ttlPoints = ({ ttl }: DnsExpectation, type: string, seen: DnsObservation): Point[] => {
  if (ttl === undefined) return [];
  const found = recordsAskedFor(seen, type).map((record) => record.ttl);
  const range = ttl.least === ttl.most ? `${ttl.least} s` : `${ttl.least} to ${ttl.most} s`;
  return [
    {
      ok: found.length > 0 && found.every((one) => one >= ttl.least && one <= ttl.most),
      expected: `a TTL of ${range}`,
      got: found.length === 0 ? "no TTL" : `a TTL of ${sorted([...new Set(found)].map(String))} s`,
    },
  ];
};

const soaPoints = ({ soa }: DnsExpectation, seen: DnsObservation): Point[] => {
  if (soa === undefined) return [];
  const zones = zonesOf(seen).map(plainName);
  return [
    {
      ok: zones.includes(plainName(soa)),
      expected: `the SOA of ${soa}`,
      got: zones.length === 0 ? "no SOA" : `the SOA of ${sorted(zones)}`,
    },
  ];
};

const answerWords = (words: string, wanted: readonly string[] | undefined): string =>
  wanted === undefined
    ? words
    : wanted.length === 0
      ? `${words} without a record`
      : `${words} with ${sorted(wanted)}`;

/** Compares what came of a DNS question with what its check expects. */
export const evaluateDns = (query: DnsQuery, seen: DnsObservation, resolve: ResolveAddress): Evaluation => {
  const { expect, type } = query;
  const wanted = expect.answers?.map((answer) => fill(answer, resolve));
  const found = recordsAskedFor(seen, type).map((record) => plainData(type, record.data));
  const code = codePoints(expect, type, seen);
  const rest = [...flagPoints(expect, seen), ...ttlPoints(expect, type, seen), ...soaPoints(expect, seen)];
  const answersHold =
    wanted === undefined || sorted(wanted.map((one) => plainData(type, one))) === sorted(found);
  const words = code.map(({ expected }) => expected).join(" and ");
  return {
    ok: answersHold && [...code, ...rest].every(({ ok }) => ok),
    expected: [answerWords(words, wanted), ...rest.map(({ expected }) => expected)].join(" and "),
    got: [describeDns(seen, type), ...rest.map(({ got }) => got).filter((got) => got !== "")].join(", "),
  };
};
