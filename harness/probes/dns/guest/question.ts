import { isIP } from "node:net";
import * as packet from "dns-packet";
import { messageOf, Refusal } from "../../../guest/refusal.ts";
import { dnsNameProblem, dnsTypeProblem } from "../name.ts";
import type { DnsRequest } from "../value.ts";
import { freshRandom } from "./random.ts";

/** What fits in one frame everywhere, and what dig offers, too. Source: DNS flag day 2020. */
export const udpPayloadBytes = 1232;

export type Question = {
  readonly id: number;
  /** As the call wrote it, without a final dot. */
  readonly name: string;
  /** As it was sent: in mixed case. */
  readonly sent: string;
  readonly type: string;
  readonly bytes: Buffer;
};

/** Random case: another bit a letter that a forged answer would have to guess, and proof that case means nothing. */
const mixedCase = (name: string): string => {
  const random = freshRandom(name.length);
  return [...name.toLowerCase()]
    .map((letter, index) => ((random[index] ?? 0) & 1 ? letter.toUpperCase() : letter))
    .join("");
};

const opt: packet.Answer = {
  name: ".",
  type: "OPT",
  udpPayloadSize: udpPayloadBytes,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

/** @throws Refusal when it is no valid question */
export const assertAskable = (call: DnsRequest): void => {
  if (call.server !== undefined && isIP(call.server) === 0) {
    throw new Refusal(`the DNS server must be an address: ${call.server}`);
  }
  const wrong = dnsNameProblem(call.name) ?? dnsTypeProblem(call.type);
  if (wrong === undefined) return;
  throw new Refusal(
    `no DNS question can be made of ${call.type} "${call.name}": ${wrong.problem}; ${wrong.next}`,
  );
};

/** A new question with an id and a case of its own. @throws Refusal when it cannot be asked at all */
export const makeQuestion = (call: DnsRequest): Question => {
  assertAskable(call);
  const type = call.type as packet.RecordType;
  const name = call.name === "." ? "." : call.name.replace(/\.$/, "");
  const sent = mixedCase(name);
  const id = freshRandom(2).readUInt16BE(0);
  try {
    const bytes = packet.encode({
      type: "query",
      id,
      flags: packet.RECURSION_DESIRED,
      questions: [{ type, name: sent }],
      additionals: [opt],
    });
    return { id, name, sent, type, bytes };
  } catch (error) {
    throw new Refusal(`no DNS question can be made of ${call.type} "${call.name}": ${messageOf(error)}`);
  }
};

/** The name with the case of the call in the part that the server copied from the question. */
export const asWritten = ({ name, sent }: Question, found: string): string => {
  for (let from = 0; from >= 0 && from < sent.length; from = sent.indexOf(".", from) + 1 || -1) {
    const suffix = sent.slice(from);
    const isWhole = found.length === suffix.length || found.at(-suffix.length - 1) === ".";
    if (found.endsWith(suffix) && isWhole) {
      return found.slice(0, found.length - suffix.length) + name.slice(from);
    }
  }
  return found;
};
