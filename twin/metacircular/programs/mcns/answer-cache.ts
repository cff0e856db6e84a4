import type { Answer, Question, SoaAnswer } from "dns-packet";
import type { Reply } from "./message.ts";

const LONGEST_TTL_S = 300;
const MOST_ENTRIES = 10_000;

type Entry = { readonly reply: Reply; readonly storedMs: number; readonly ttlS: number };

const keyOf = (question: Question): string =>
  `${question.name.toLowerCase()} ${question.type} ${question.class ?? "IN"}`;

/** A TTL of more than 31 bits counts as 0. Source: RFC 2181, 8. */
const LONGEST_SENT_TTL_S = 2 ** 31 - 1;

const ttlOf = (record: Answer): number => {
  const ttl = "ttl" in record ? (record.ttl ?? 0) : 0;
  return ttl > LONGEST_SENT_TTL_S ? 0 : ttl;
};

const minimumOf = ({ data }: SoaAnswer): number => data.minimum ?? 0;

/** Negative answers are also limited by the SOA's minimum. Source: RFC 2308, 5. */
const ttlsOf = ({ answers = [], authorities = [] }: Reply): readonly number[] => [
  ...[...answers, ...authorities].map(ttlOf),
  ...(answers.length > 0
    ? []
    : authorities.flatMap((record) => (record.type === "SOA" ? [minimumOf(record)] : []))),
];

const aged = (records: readonly Answer[] = [], ageS: number): readonly Answer[] =>
  records.map((record) => ("ttl" in record ? { ...record, ttl: Math.max(0, ttlOf(record) - ageS) } : record));

/** Replies of forwarders, cached for their smallest TTL; failures and refusals are not cached. */
export class AnswerCache {
  readonly #entries = new Map<string, Entry>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get(question: Question): Reply | undefined {
    const entry = this.#entries.get(keyOf(question));
    if (entry === undefined) return undefined;
    const ageS = Math.floor((this.#nowMs() - entry.storedMs) / 1_000);
    if (ageS >= entry.ttlS) {
      this.#entries.delete(keyOf(question));
      return undefined;
    }
    const { reply } = entry;
    return { ...reply, answers: aged(reply.answers, ageS), authorities: aged(reply.authorities, ageS) };
  }

  put(question: Question, reply: Reply): void {
    if (reply.rcode !== "NOERROR" && reply.rcode !== "NXDOMAIN") return;
    const ttls = ttlsOf(reply);
    const ttlS = Math.min(LONGEST_TTL_S, ...(ttls.length === 0 ? [0] : ttls));
    if (ttlS === 0) return;
    const oldest = this.#entries.keys().next().value;
    if (this.#entries.size >= MOST_ENTRIES && oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(keyOf(question), { reply, storedMs: this.#nowMs(), ttlS });
  }
}
