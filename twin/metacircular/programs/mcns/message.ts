import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  DNSSEC_OK,
  decode,
  encode,
  type OptAnswer,
  type Packet,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from "dns-packet";
import { type AskedQuestion, readQuestion } from "./question.ts";

/** The size in bytes that every UDP client accepts. Source: RFC 1035, 4.2.1. */
const CLASSIC_UDP_BYTES = 512;
/** The size in bytes that is never fragmented. Source: DNS flag day 2020. */
const EDNS_UDP_BYTES = 1_232;
/** The maximum of the two bytes of length before a message. Source: RFC 1035, 4.2.2. */
const LARGEST_TCP_BYTES = 65_535;
const HEADER_BYTES = 12;
/** The OPCODE bits of the header; a reply repeats them. Source: RFC 1035, 4.1.1. */
export const OPCODE_BITS = 0x7800;

const RCODES = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  /** Its upper bits are in the OPT record. Source: RFC 6891, 6.1.3. */
  BADVERS: 16,
} as const;

export type Reply = {
  readonly rcode: keyof typeof RCODES;
  readonly authoritative?: boolean;
  readonly answers?: readonly Answer[];
  readonly authorities?: readonly Answer[];
};

export type Transport = "udp" | "tcp";

/** A request of a client. */
export type Request = {
  readonly id: number;
  readonly flags: number;
  /** `undefined` unless there is exactly one, which can be read. */
  readonly asked: AskedQuestion | undefined;
  readonly opts: readonly OptAnswer[];
};

export const rcodeName = (flags: number): Reply["rcode"] | undefined =>
  (Object.keys(RCODES) as Reply["rcode"][]).find((name) => RCODES[name] === (flags & 0xf));

const contentsOf = (bytes: Buffer): Pick<Request, "asked" | "opts"> => {
  try {
    const { questions = [], additionals = [] } = decode(bytes);
    return {
      asked: questions.length === 1 ? readQuestion(bytes) : undefined,
      opts: additionals.filter((record) => record.type === "OPT"),
    };
  } catch {
    return { asked: undefined, opts: [] };
  }
};

/** The request in these bytes; `undefined` when it needs no answer: a reply, or no header. */
export const readRequest = (bytes: Buffer): Request | undefined => {
  if (bytes.length < HEADER_BYTES || (bytes[2] ?? 0) >= 0x80) return undefined;
  return { id: bytes.readUInt16BE(0), flags: bytes.readUInt16BE(2), ...contentsOf(bytes) };
};

const optOfReply = ({ opts: [asked] }: Request, { rcode }: Reply): readonly Answer[] =>
  asked === undefined
    ? []
    : [
        {
          name: ".",
          type: "OPT",
          udpPayloadSize: EDNS_UDP_BYTES,
          extendedRcode: RCODES[rcode] >> 4,
          ednsVersion: 0,
          // The DO bit is copied into the reply. Source: RFC 3225, 3.
          flags: asked.flags & DNSSEC_OK,
          flag_do: false,
          options: [],
        },
      ];

/** The message with the client's bytes as its question; without compression no offsets change. */
const withQuestion = (message: Buffer, asked: AskedQuestion | undefined): Buffer => {
  if (asked === undefined) return message;
  const whole = Buffer.concat([
    message.subarray(0, HEADER_BYTES),
    asked.bytes,
    message.subarray(HEADER_BYTES),
  ]);
  whole.writeUInt16BE(1, 4);
  return whole;
};

const largestFor = ({ opts: [opt] }: Request, transport: Transport): number =>
  transport === "tcp"
    ? LARGEST_TCP_BYTES
    : Math.min(Math.max(opt?.udpPayloadSize ?? 0, CLASSIC_UDP_BYTES), EDNS_UDP_BYTES);

/**
 * The encoded reply; emptied and marked as truncated when it is larger than the client accepts.
 *
 * @throws when a record cannot be written.
 */
export const writeReply = (
  request: Request,
  reply: Reply,
  how: { readonly transport: Transport /** Whether this server forwards. */; readonly recursive: boolean },
): Buffer => {
  const packet: Packet = {
    type: "response",
    id: request.id,
    flags:
      (RCODES[reply.rcode] & 0xf) |
      (reply.authoritative === true ? AUTHORITATIVE_ANSWER : 0) |
      (how.recursive ? RECURSION_AVAILABLE : 0) |
      (request.flags & (RECURSION_DESIRED | OPCODE_BITS)),
    answers: [...(reply.answers ?? [])],
    authorities: [...(reply.authorities ?? [])],
    additionals: [...optOfReply(request, reply)],
  };
  const bytes = withQuestion(encode(packet), request.asked);
  if (bytes.length <= largestFor(request, how.transport)) return bytes;
  const emptied = {
    ...packet,
    flags: (packet.flags ?? 0) | TRUNCATED_RESPONSE,
    answers: [],
    authorities: [],
  };
  return withQuestion(encode(emptied), request.asked);
};
