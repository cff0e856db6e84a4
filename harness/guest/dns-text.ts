import type { Answer } from "dns-packet";
import type { DnsRecord } from "#harness/scenario/observation.ts";

type Data = Readonly<Record<string, unknown>>;

const soaFields = ["mname", "rname", "serial", "refresh", "retry", "expire", "minimum"];

const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  SOA: soaFields,
  MX: ["preference", "exchange"],
  SRV: ["priority", "weight", "port", "target"],
};

const textOf = (part: unknown): string => (Buffer.isBuffer(part) ? part.toString("utf8") : String(part));

/** Unknown data as RFC 3597 section 5 writes it. */
const unknownText = (data: Buffer): string => `\\# ${data.length} ${data.toString("hex")}`.trimEnd();

const dataText = (type: string, data: unknown): string => {
  const fields = fieldsOf[type];
  if (fields !== undefined) return fields.map((field) => String((data as Data)[field])).join(" ");
  if (type === "TXT") return (Array.isArray(data) ? data : [data]).map(textOf).join("");
  if (type === "CAA") {
    const { flags, tag, value } = data as Data;
    return `${flags} ${tag} "${value}"`;
  }
  if (typeof data === "string") return data;
  return Buffer.isBuffer(data) ? unknownText(data) : JSON.stringify(data);
};

/** The records as text, in the order of the message; those of EDNS are no records. */
export const dnsRecords = (answers: readonly Answer[]): DnsRecord[] =>
  answers.flatMap((answer) =>
    answer.type === "OPT"
      ? []
      : [
          {
            name: answer.name,
            type: answer.type,
            ttl: answer.ttl ?? 0,
            data: dataText(answer.type, answer.data),
          },
        ],
  );
