import { decode, encode, type Packet, type RecordType } from "dns-packet";
import { exchangeOverTcp, exchangeOverUdp } from "../mcns/upstream.ts";

const TIMEOUT_MS = 2_000;

export type Asked = {
  readonly rcode: string;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursive: boolean;
  readonly edns: boolean;
  readonly answers: readonly string[];
  readonly authorities: readonly string[];
};

const show = (records: Packet["answers"] = []): readonly string[] =>
  records.map((record) => {
    const data = "data" in record ? record.data : undefined;
    const text =
      Buffer.isBuffer(data) || typeof data === "string"
        ? String(data)
        : record.type === "SOA"
          ? ""
          : String(data);
    return `${record.name} ${record.type} ${text}`.trim();
  });

/** The answer of the server on this loopback port. */
export const askDns = async (
  port: number,
  name: string,
  type: RecordType,
  options: { readonly tcp?: boolean; readonly edns?: boolean } = {},
): Promise<Asked> => {
  const opt = {
    name: ".",
    type: "OPT",
    udpPayloadSize: 1_232,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  } as const;
  const request = encode({
    type: "query",
    id: 7,
    questions: [{ name, type, class: "IN" }],
    additionals: options.edns === true ? [{ ...opt, options: [] }] : [],
  });
  const exchange = options.tcp === true ? exchangeOverTcp : exchangeOverUdp;
  const reply = decode(await exchange({ host: "127.0.0.1", port }, request, TIMEOUT_MS));
  return {
    rcode: (reply as { rcode?: string }).rcode ?? "",
    authoritative: reply.flag_aa,
    truncated: reply.flag_tc,
    recursive: reply.flag_ra,
    edns: reply.additionals?.some((record) => record.type === "OPT") ?? false,
    answers: show(reply.answers),
    authorities: show(reply.authorities),
  };
};
