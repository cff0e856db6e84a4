import type { DnsObservation, DnsOutcome, DnsRecord } from "./value.ts";

const ofCode: Readonly<Record<string, DnsOutcome>> = {
  NXDOMAIN: "nxdomain",
  SERVFAIL: "servfail",
  REFUSED: "refused",
};

/** The answer records that the question is about. */
export const recordsAskedFor = (seen: DnsObservation, type: string): readonly DnsRecord[] =>
  seen.answers.filter((record) => type === "ANY" || record.type === type);

/** The zones whose SOA came with the answer. */
export const zonesOf = ({ answers, authorities }: DnsObservation): readonly string[] =>
  [...answers, ...authorities].filter(({ type }) => type === "SOA").map(({ name }) => name);

const hasAuthority = ({ authorities }: DnsObservation, wanted: string): boolean =>
  authorities.some(({ type }) => type === wanted);

/** What the answer to a question for this type is. Source: RFC 2308, 2.1 and 2.2. */
export const dnsOutcome = (seen: DnsObservation, type: string): DnsOutcome => {
  if (seen.outcome !== "answered") return seen.outcome;
  if (seen.rcode !== "NOERROR") return ofCode[seen.rcode] ?? "other-code";
  if (recordsAskedFor(seen, type).length > 0) return "answer";
  if (seen.flags.includes("tc")) return "truncated";
  // An alias to a name without the type is NODATA, too: the SOA is of the alias's target.
  if (hasAuthority(seen, "SOA")) return "nodata";
  if (seen.answers.length > 0) return "answer";
  return hasAuthority(seen, "NS") && !seen.flags.includes("aa") ? "referral" : "empty";
};

const dataOf = (records: readonly DnsRecord[]): string =>
  records
    .map(({ data }) => data)
    .sort()
    .join(", ");

const withError = (head: string, error: string): string => (error === "" ? head : `${head}: ${error}`);

const zoneWords = (seen: DnsObservation): string => {
  const [zone] = zonesOf(seen);
  return zone === undefined ? "no SOA came with it" : `the SOA of ${zone} came with it`;
};

/** What came of a question for this type, in words; what stands before the colon says it alone. */
export const describeDns = (seen: DnsObservation, type: string): string => {
  const outcome = dnsOutcome(seen, type);
  switch (outcome) {
    case "answer": {
      const asked = recordsAskedFor(seen, type);
      return asked.length > 0
        ? `NOERROR with ${dataOf(asked)}`
        : `NOERROR without ${type} record: only ${seen.answers.map((one) => `${one.type} ${one.data}`).join(", ")}`;
    }
    case "nxdomain":
      return `NXDOMAIN: the name does not exist; ${zoneWords(seen)}`;
    case "nodata":
      return `NODATA: the name exists and has no ${type} record; ${zoneWords(seen)}`;
    case "referral":
      return `a referral: no answer, but other servers to ask (${dataOf(seen.authorities)})`;
    case "empty":
      return "empty NOERROR: no answer and no SOA; the server claims success and says nothing";
    case "truncated":
      return `truncated: the answer was cut off over ${seen.protocol.toUpperCase()}, and was not asked for over TCP`;
    case "servfail":
      return "SERVFAIL: the server could not find out";
    case "refused":
      return "REFUSED: the server does not answer this question for this client";
    case "other-code":
      return `${seen.rcode}: the server's error code`;
    case "timeout":
    case "unreachable":
    case "malformed":
      return withError(outcome, seen.error);
  }
};
