import { fill } from "../../scenario/text.ts";
import { isAnswered } from "../answered.ts";
import type { ProbeDefinition } from "../definition.ts";
import { digDisagreement } from "./dig-agreement.ts";
import { digLine, digWaitS } from "./dig-line.ts";
import { evaluateDns } from "./evaluate.ts";
import { queryName } from "./query-name.ts";
import type { DnsObservation, DnsQuery, DnsRequest } from "./value.ts";
import { dnsWords } from "./words.ts";

/** To start dig and to read its answer, beyond the time that the answer itself may take. */
const digStartMs = 1000;

export const dns: ProbeDefinition<DnsQuery, DnsRequest, DnsObservation> = {
  kind: "dns",
  request: ({ name, type, server, port, protocol, retryOverTcp }, resolve, timeoutMs) => ({
    name,
    type,
    ...(server === undefined ? {} : { server: fill(server, resolve) }),
    port,
    protocol,
    ...(retryOverTcp === undefined ? {} : { retryOverTcp }),
    timeoutMs,
  }),
  title: ({ name, type, server = "the servers of /etc/resolv.conf", port, protocol }) =>
    `DNS ${type} ${name} at ${server} port ${port} over ${protocol}`,
  evaluate: (query, seen, { resolve }) => evaluateDns(query, seen, resolve),
  timedOut: ({ outcome }) => outcome === "timeout",
  commandLine: digLine,
  name: queryName,
  words: dnsWords,
  inShort: (_, got) => got.split(":")[0] ?? got,
  // A question is sent in a fraction of a millisecond.
  sampling: { name: "DNS", together: true, isAnswered },
  secondOpinion: (query, resolve) => ({
    script: digLine(query, resolve),
    timeoutMs: digWaitS(query) * 1000 + digStartMs,
    disagreement: (own, printed, negated) => digDisagreement(query, own, printed, { negated }),
  }),
  guest: () => import("./guest/index.ts"),
};
