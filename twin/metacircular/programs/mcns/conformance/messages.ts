import {
  type Answer,
  DNSSEC_OK,
  encode,
  type Question,
  RECURSION_DESIRED,
  type RecordType,
} from "dns-packet";
import type { Asked, RawMessage } from "./case.ts";

const OPCODE_SHIFT = 11;

const optOf = ({ edns }: Asked): Answer[] =>
  edns === undefined
    ? []
    : [
        {
          name: ".",
          type: "OPT",
          udpPayloadSize: edns.bytes,
          extendedRcode: 0,
          ednsVersion: edns.version ?? 0,
          flags: edns.dnssec === true ? DNSSEC_OK : 0,
          flag_do: false,
          options: [],
        },
      ];

// The encoder knows numbers of types by this name; its declarations do not.
const typeOf = (type: Asked["type"]): RecordType =>
  (typeof type === "number" ? `UNKNOWN_${type}` : type) as RecordType;

/** The bytes of a question with this id. */
export const messageOf = (asked: Asked | RawMessage, id: number): Buffer => {
  if ("hex" in asked) {
    const head = Buffer.alloc(2);
    head.writeUInt16BE(id);
    return Buffer.concat([head, Buffer.from(asked.hex, "hex")]);
  }
  const question: Question = { name: asked.name, type: typeOf(asked.type), class: asked.class ?? "IN" };
  return encode({
    type: "query",
    id,
    flags: ((asked.opcode ?? 0) << OPCODE_SHIFT) | (asked.recursionDesired === false ? 0 : RECURSION_DESIRED),
    questions: [question],
    additionals: optOf(asked),
  });
};
