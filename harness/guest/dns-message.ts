import { randomInt } from "node:crypto";
import { isIP } from "node:net";
import * as packet from "dns-packet";
import type { DnsRecord } from "#harness/scenario/observation.ts";
import { dnsRecords } from "./dns-text.ts";
import type { DnsCall } from "./protocol.ts";
import { messageOf, Refusal } from "./refusal.ts";

export type Question = { readonly id: number; readonly name: string; readonly type: string; bytes: Buffer };

export type Reading =
  | {
      readonly kind: "answer";
      readonly rcode: string;
      readonly flags: readonly string[];
      readonly answers: readonly DnsRecord[];
      readonly authorities: readonly DnsRecord[];
    }
  /** Not an answer to this question; a later one may be. */
  | { readonly kind: "stray"; readonly why: string }
  | { readonly kind: "malformed"; readonly why: string };

const plainName = (name: string): string => name.replace(/\.$/, "").toLowerCase();

/** @throws Refusal when the question cannot be asked at all */
export const makeQuestion = (call: DnsCall): Question => {
  if (isIP(call.server) === 0) throw new Refusal(`the DNS server must be an address: ${call.server}`);
  const type = call.type.toUpperCase() as packet.RecordType;
  const name = call.name.replace(/\.$/, "");
  if (name.split(".").some((label) => label.length > 63) || name.length > 253) {
    throw new Refusal(`"${call.name}" is no domain name: a part of it is too long`);
  }
  const id = randomInt(0x10000);
  try {
    const bytes = packet.encode({
      type: "query",
      id,
      flags: packet.RECURSION_DESIRED,
      questions: [{ type, name }],
    });
    const echoed = packet.decode(bytes).questions?.[0]?.type;
    if (echoed !== type) throw new Refusal("the type is not known");
    return { id, name, type, bytes };
  } catch (error) {
    throw new Refusal(`no DNS question can be made of ${call.type} "${call.name}": ${messageOf(error)}`);
  }
};

type Decoded = packet.Packet & Readonly<Record<string, unknown>>;

const flagNames = ["qr", "aa", "tc", "rd", "ra", "ad", "cd"];

/** What a message that came back means for the question. */
export const readAnswer = (question: Question, bytes: Buffer): Reading => {
  if (bytes.length < 2 || bytes.readUInt16BE(0) !== question.id) {
    return { kind: "stray", why: "the answer carries another id" };
  }
  let decoded: Decoded;
  try {
    decoded = packet.decode(bytes) as unknown as Decoded;
  } catch (error) {
    return { kind: "malformed", why: `the answer cannot be read: ${messageOf(error)}` };
  }
  if (decoded.type !== "response") return { kind: "stray", why: "a question came back" };
  const asked = decoded.questions?.[0];
  // RFC 1035 section 4.1.1 lets a server that could not read the question (FORMERR) leave it out.
  if (
    asked !== undefined &&
    (plainName(asked.name) !== plainName(question.name) || asked.type !== question.type)
  ) {
    return { kind: "stray", why: `the answer is about ${asked.type} ${asked.name}` };
  }
  if (asked === undefined && decoded["rcode"] !== "FORMERR") {
    return { kind: "malformed", why: "the answer does not repeat the question" };
  }
  return {
    kind: "answer",
    rcode: String(decoded["rcode"]),
    flags: flagNames.filter((flag) => decoded[`flag_${flag}`] === true),
    answers: dnsRecords(decoded.answers ?? []),
    authorities: dnsRecords(decoded.authorities ?? []),
  };
};
