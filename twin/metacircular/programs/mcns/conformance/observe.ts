import { type Answer, type DecodedPacket, decode, type SoaAnswer } from "dns-packet";
import type { Exchange } from "./exchange.ts";

/** A reply in the words of the checklist. */
export type Observed = {
  readonly rcode: string;
  readonly authoritative: boolean;
  readonly recursionAvailable: boolean;
  readonly recursionDesired: boolean;
  readonly truncated: boolean;
  readonly opcode: number;
  readonly edns: boolean;
  readonly dnssec: boolean;
  readonly answers: readonly string[];
  readonly authorities: readonly string[];
  readonly highestTtlS: number;
  readonly negativeTtlS: number | undefined;
  readonly serials: readonly number[];
  readonly sameQuestion: boolean;
};

const RCODES: Readonly<Record<number, string>> = {
  0: "NOERROR",
  1: "FORMERR",
  2: "SERVFAIL",
  3: "NXDOMAIN",
  4: "NOTIMP",
  5: "REFUSED",
  9: "NOTAUTH",
  16: "BADVERS",
};

const isSoa = (record: Answer): record is SoaAnswer => record.type === "SOA";

const dataText = (record: Answer): string => {
  if (isSoa(record)) {
    const { mname, rname, refresh, retry, expire, minimum } = record.data;
    return [mname, rname, refresh, retry, expire, minimum].join(" ").toLowerCase();
  }
  const data: unknown = "data" in record ? record.data : "";
  if (record.type === "TXT") return Buffer.concat([data].flat() as Buffer[]).toString();
  return Buffer.isBuffer(data) ? data.toString("hex") : String(data).toLowerCase();
};

const show = (records: readonly Answer[] = []): readonly string[] =>
  records.map((record) => `${record.name.toLowerCase()} ${record.type} ${dataText(record)}`).toSorted();

const ttlOf = (record: Answer): number => ("ttl" in record ? (record.ttl ?? 0) : 0);

/** Where the question ends, when the reply has one. */
const questionOf = (message: Buffer): Buffer => {
  let at = 12;
  while (at < message.length && message[at] !== 0) at += (message[at] ?? 0) + 1;
  return message.subarray(12, at + 5);
};

const negativeTtlOf = ({ authorities = [] }: DecodedPacket): number | undefined => {
  const [soa] = authorities.filter(isSoa);
  return soa && Math.min(ttlOf(soa), soa.data.minimum ?? 0);
};

/** Reads a reply. @throws when it cannot be decoded */
export const observe = ({ sent, received }: Exchange): Observed => {
  const packet = decode(received);
  const flags = received.readUInt16BE(2);
  const opt = packet.additionals?.find((record) => record.type === "OPT");
  const code = (flags & 0xf) | ((opt?.extendedRcode ?? 0) << 4);
  const soas = [...(packet.answers ?? []), ...(packet.authorities ?? [])].filter(isSoa);
  return {
    rcode: RCODES[code] ?? `rcode ${code}`,
    authoritative: packet.flag_aa,
    recursionAvailable: packet.flag_ra,
    recursionDesired: packet.flag_rd,
    truncated: packet.flag_tc,
    opcode: (flags >> 11) & 0xf,
    edns: opt !== undefined,
    dnssec: opt?.flag_do ?? false,
    answers: show(packet.answers),
    authorities: show(packet.authorities),
    highestTtlS: Math.max(0, ...(packet.answers ?? []).map(ttlOf)),
    negativeTtlS: negativeTtlOf(packet),
    serials: soas.map(({ data }) => data.serial ?? 0),
    sameQuestion: questionOf(received).equals(questionOf(sent)),
  };
};
