import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from "dns-packet";

/** What every UDP client takes. Source: RFC 1035, 4.2.1. */
const CLASSIC_UDP_BYTES = 512;
/** What fits in one frame everywhere. Source: DNS flag day 2020. */
const EDNS_UDP_BYTES = 1_232;
const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

export type Reply = {
  readonly rcode: keyof typeof RCODES;
  readonly authoritative?: boolean;
  readonly answers?: readonly Answer[];
  readonly authorities?: readonly Answer[];
};

export const rcodeName = (flags: number): Reply["rcode"] | undefined =>
  (Object.keys(RCODES) as Reply["rcode"][]).find((name) => RCODES[name] === (flags & 0xf));

const optOf = (packet: Packet) => packet.additionals?.find((record) => record.type === "OPT");

const ednsReply = (request: Packet): Answer[] =>
  optOf(request) === undefined
    ? []
    : [
        {
          name: ".",
          type: "OPT",
          udpPayloadSize: EDNS_UDP_BYTES,
          extendedRcode: 0,
          ednsVersion: 0,
          flags: 0,
          flag_do: false,
          options: [],
        },
      ];

/** The packet that carries this reply back; `recursive` says whether the server forwards. */
export const replyTo = (request: Packet, reply: Reply, recursive: boolean): Packet => ({
  type: "response",
  ...(request.id === undefined ? {} : { id: request.id }),
  flags:
    RCODES[reply.rcode] |
    (reply.authoritative === true ? AUTHORITATIVE_ANSWER : 0) |
    (recursive ? RECURSION_AVAILABLE : 0) |
    ((request.flags ?? 0) & RECURSION_DESIRED),
  questions: request.questions ?? [],
  answers: [...(reply.answers ?? [])],
  authorities: [...(reply.authorities ?? [])],
  additionals: ednsReply(request),
});

/** The request in these bytes; `undefined` when there is nobody to answer: a reply, or no header. */
export const decodeRequest = (bytes: Buffer): Packet | "malformed" | undefined => {
  if (bytes.length < 12 || (bytes[2] ?? 0) >= 0x80) return undefined;
  try {
    return decode(bytes);
  } catch {
    return "malformed";
  }
};

/** The answer to bytes that are no request: the id comes back with FORMERR. */
export const malformedReply = (bytes: Buffer): Buffer =>
  encode({ type: "response", id: bytes.readUInt16BE(0), flags: RCODES.FORMERR });

/** The bytes for UDP: emptied and marked as truncated when they are more than the client takes. */
export const encodeForUdp = (reply: Packet, request: Packet): Buffer => {
  const opt = optOf(request);
  const offered = opt !== undefined && "udpPayloadSize" in opt ? opt.udpPayloadSize : CLASSIC_UDP_BYTES;
  const most = Math.min(Math.max(offered, CLASSIC_UDP_BYTES), EDNS_UDP_BYTES);
  const bytes = encode(reply);
  if (bytes.length <= most) return bytes;
  return encode({ ...reply, flags: (reply.flags ?? 0) | TRUNCATED_RESPONSE, answers: [], authorities: [] });
};
