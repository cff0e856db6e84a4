import * as packet from "dns-packet";
import { messageOf } from "../../../guest/refusal.ts";
import type { DnsRecord } from "../value.ts";
import { hexExcerpt } from "./hex.ts";
import { asWritten, type Question, udpPayloadBytes } from "./question.ts";
import { dnsRecords } from "./text.ts";

export type DnsAnswer = {
  readonly rcode: string;
  readonly flags: readonly string[];
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
};

export type Reading =
  | ({ readonly kind: "answer"; readonly truncated: boolean } & DnsAnswer)
  /** Not an answer to this question; a later one may be. */
  | { readonly kind: "stray"; readonly why: string }
  | { readonly kind: "malformed"; readonly why: string };

const headerBytes = 12;
const truncatedBit = 0x0200;
const responseBit = 0x8000;

const flagBits: Readonly<Record<string, number>> = {
  qr: responseBit,
  aa: 0x0400,
  tc: truncatedBit,
  rd: 0x0100,
  ra: 0x0080,
  ad: 0x0020,
  cd: 0x0010,
};

const codes = [
  ...["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET"],
  ...["NOTAUTH", "NOTZONE"],
];
const badVersion = 16;

/** The code as dig writes it. Source: RFC 6895, 2.3. */
const codeName = (code: number): string =>
  codes[code] ?? (code === badVersion ? "BADVERS" : `RESERVED${code}`);

const hex16 = (value: number): string => `0x${value.toString(16).padStart(4, "0")}`;

const lowerCase = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);

/** Letters in any case; the bytes that are lengths of labels are smaller than any letter. */
const sameInAnyCase = (one: Buffer, other: Buffer): boolean => {
  for (let at = 0; at < one.length; at += 1) {
    if (lowerCase(one[at] ?? 0) !== lowerCase(other[at] ?? 0)) return false;
  }
  return one.length === other.length;
};

/** Whether the bytes of the question came back, in whatever case. */
const repeatsQuestion = (question: Question, bytes: Buffer): boolean => {
  const asked = question.bytes.subarray(headerBytes, questionEnd(question.bytes));
  const got = bytes.subarray(headerBytes, headerBytes + asked.length);
  const nameBytes = asked.length - 4;
  return (
    got.length === asked.length &&
    sameInAnyCase(got.subarray(0, nameBytes), asked.subarray(0, nameBytes)) &&
    got.subarray(nameBytes).equals(asked.subarray(nameBytes))
  );
};

const questionEnd = (bytes: Buffer): number => {
  let end = headerBytes;
  for (let length = bytes[end] ?? 0; length > 0; length = bytes[end] ?? 0) end += length + 1;
  return end + 5;
};

/** Type and name of the question that came back, whatever comes after it; undefined when it cannot be read. */
const otherQuestion = (bytes: Buffer): string | undefined => {
  try {
    const alone = Buffer.concat([bytes.subarray(0, 6), Buffer.alloc(6), bytes.subarray(headerBytes)]);
    const [asked] = packet.decode(alone).questions ?? [];
    return asked === undefined ? undefined : `${asked.type} ${asked.name}`;
  } catch {
    return undefined;
  }
};

/** What a message that came back means for the question. */
export const readAnswer = (question: Question, bytes: Buffer, protocol: "udp" | "tcp"): Reading => {
  const stray = (why: string): Reading => ({ kind: "stray", why: `${why} (${hexExcerpt(bytes)})` });
  const malformed = (why: string): Reading => ({ kind: "malformed", why: `${why} (${hexExcerpt(bytes)})` });
  if (bytes.length < 2) return stray("what came is no answer");
  const id = bytes.readUInt16BE(0);
  if (id !== question.id) {
    return stray(`the answer carries another id, ${hex16(id)} instead of ${hex16(question.id)}`);
  }
  if (bytes.length < headerBytes) return malformed("the answer is shorter than a header");
  const bits = bytes.readUInt16BE(2);
  if ((bits & responseBit) === 0) return stray("a question came back");
  if (protocol === "udp" && bytes.length > udpPayloadBytes) {
    return malformed(`the answer is larger than the ${udpPayloadBytes} bytes that were offered over UDP`);
  }
  const questions = bytes.readUInt16BE(4);
  const code = bits & 0xf;
  // RFC 1035 section 4.1.1 lets a server that could not read the question (FORMERR) leave it out.
  if (questions === 0 && codeName(code) !== "FORMERR")
    return malformed("the answer does not repeat the question");
  if (questions > 1) return malformed(`the answer repeats ${questions} questions`);
  if (questions === 1 && !repeatsQuestion(question, bytes)) {
    const other = otherQuestion(bytes);
    return other === undefined
      ? malformed("the answer's question cannot be read")
      : stray(`the answer is about ${other}`);
  }
  return readRecords(question, bytes, malformed);
};

const readRecords = (question: Question, bytes: Buffer, malformed: (why: string) => Reading): Reading => {
  const bits = bytes.readUInt16BE(2);
  const truncated = (bits & truncatedBit) !== 0;
  const flags = Object.entries(flagBits).flatMap(([flag, bit]) => ((bits & bit) === 0 ? [] : [flag]));
  const spell = (name: string): string => asWritten(question, name);
  try {
    const decoded = packet.decode(bytes);
    const readBytes = packet.decode.bytes;
    if (readBytes !== bytes.length && !truncated) {
      return malformed(`the answer's records end after ${readBytes} bytes`);
    }
    const opt = decoded.additionals?.find((record) => record.type === "OPT");
    const code = (bits & 0xf) + ((opt?.extendedRcode ?? 0) << 4);
    return {
      kind: "answer",
      truncated,
      rcode: codeName(code),
      flags,
      answers: dnsRecords(decoded.answers ?? [], spell),
      authorities: dnsRecords(decoded.authorities ?? [], spell),
    };
  } catch (error) {
    // A server may cut in the middle of a record; the flag says that there is more.
    return truncated
      ? { kind: "answer", truncated, rcode: codeName(bits & 0xf), flags, answers: [], authorities: [] }
      : malformed(`the answer cannot be read: ${messageOf(error)}`);
  }
};
