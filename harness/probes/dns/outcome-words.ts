import { literal, type Phrase } from "../../scenario/phrase.ts";
import type { DnsOutcome } from "./value.ts";

/** Each outcome in words: as a check expects it, and as the operator sees it in the output of dig. */
export const outcomeWords: Readonly<
  Record<DnsOutcome, { readonly expected: string; readonly seen: Phrase }>
> = {
  answer: { expected: "NOERROR with an answer", seen: ["answers"] },
  nxdomain: { expected: "NXDOMAIN", seen: ["answers ", literal("NXDOMAIN")] },
  nodata: {
    expected: "NODATA (NOERROR, no such record, a SOA in the authority section)",
    seen: ["answers ", literal("NOERROR"), " with no answer and a SOA"],
  },
  referral: {
    expected: "a referral to other servers",
    seen: ["refers to other servers, without an answer"],
  },
  empty: {
    expected: "NOERROR without an answer and without a SOA",
    seen: ["answers ", literal("NOERROR"), " with nothing at all, not even a SOA"],
  },
  truncated: {
    expected: "a truncated answer",
    seen: ["answers with the flag ", literal("tc"), " and no record"],
  },
  servfail: { expected: "SERVFAIL", seen: ["answers ", literal("SERVFAIL")] },
  refused: { expected: "REFUSED", seen: ["answers ", literal("REFUSED")] },
  "other-code": { expected: "an unusual error code", seen: ["answers with another error code"] },
  timeout: { expected: "no answer in time", seen: ["says ", literal("timed out")] },
  unreachable: {
    expected: "an unreachable port",
    seen: ["says ", literal("connection refused"), " or that it is unreachable"],
  },
  malformed: { expected: "an answer that cannot be read", seen: ["complains about what it got"] },
};
