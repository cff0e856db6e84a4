import type { Answer, Question, SoaAnswer } from "dns-packet";
import type { StoredRecord } from "./record-rules.ts";
import type { RecordStore, Zone } from "./records.ts";

const SOA_TTL_S = 3_600;
/** The TTL of negative answers. */
const NEGATIVE_TTL_S = 60;

/** An authoritative server's answer to a question about its zones. */
export type AuthoritativeAnswer = {
  readonly rcode: "NOERROR" | "NXDOMAIN";
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
};

const soaOf = (zone: Zone, ttl: number): SoaAnswer => ({
  // The owner is the apex, not the name of the question: resolvers take the zone cut from it.
  name: zone.name,
  type: "SOA",
  ttl,
  data: {
    mname: zone.primary,
    rname: zone.mailbox,
    serial: zone.serial,
    refresh: 3_600,
    retry: 600,
    expire: 604_800,
    minimum: NEGATIVE_TTL_S,
  },
});

const toAnswer = ({ name, type, ttl, value }: StoredRecord): Answer =>
  type === "TXT" ? { name, type, ttl, data: [value] } : { name, type, ttl, data: value };

/** The records of one type have one TTL, the smallest. Source: RFC 2181, 5.2. */
const toAnswers = (records: readonly StoredRecord[]): readonly Answer[] =>
  records.map((record) => {
    const ttls = records.filter(({ type }) => type === record.type).map(({ ttl }) => ttl);
    return toAnswer({ ...record, ttl: Math.min(...ttls) });
  });

const apexRecords = (zone: Zone): readonly Answer[] => [
  soaOf(zone, SOA_TTL_S),
  { name: zone.name, type: "NS", ttl: SOA_TTL_S, data: zone.primary },
];

/** The alias, and the records of its target in our zones: one level, never a chain. */
const followAlias = (store: RecordStore, alias: StoredRecord, type: string): readonly Answer[] => [
  toAnswer(alias),
  ...toAnswers(store.recordsOf(alias.value).filter((record) => record.type === type)),
];

const matching = (store: RecordStore, zone: Zone, name: string, type: string): readonly Answer[] => {
  const records = store.recordsOf(name);
  const apex = name === zone.name ? apexRecords(zone) : [];
  const wanted = [...apex, ...toAnswers(records)].filter((answer) => type === "ANY" || answer.type === type);
  const alias = records.find((record) => record.type === "CNAME");
  return wanted.length === 0 && alias !== undefined ? followAlias(store, alias, type) : wanted;
};

/** The answer of this server's zones, `undefined` when the name is in none of them. */
export const askZones = (store: RecordStore, question: Question): AuthoritativeAnswer | undefined => {
  const name = question.name.toLowerCase();
  const zone = store.zoneOf(name);
  if (zone === undefined) return undefined;
  // A question for the SOA of any name is answered with that of its zone. Source: the rules of MCNS.
  if (question.type === "SOA")
    return { rcode: "NOERROR", answers: [soaOf(zone, SOA_TTL_S)], authorities: [] };
  const answers = matching(store, zone, name, question.type);
  if (answers.length > 0) return { rcode: "NOERROR", answers, authorities: [] };
  const exists = name === zone.name || store.recordsOf(name).length > 0 || store.hasNamesBelow(name);
  return {
    rcode: exists ? "NOERROR" : "NXDOMAIN",
    answers: [],
    authorities: [soaOf(zone, NEGATIVE_TTL_S)],
  };
};
