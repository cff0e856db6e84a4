import type { Answer } from "dns-packet";
import type { DnsRecord } from "../value.ts";

type Data = Readonly<Record<string, unknown>>;
type Spell = (name: string) => string;

const quoted = (value: unknown): string => `"${String(value).replaceAll(/["\\]/g, "\\$&")}"`;

/** How each field of a record is written; names may have come back in another case. */
const fieldsOf: Readonly<Record<string, Readonly<Record<string, "name" | "plain" | "quoted">>>> = {
  SOA: {
    ...{ mname: "name", rname: "name", serial: "plain" },
    ...{ refresh: "plain", retry: "plain", expire: "plain", minimum: "plain" },
  },
  MX: { preference: "plain", exchange: "name" },
  SRV: { priority: "plain", weight: "plain", port: "plain", target: "name" },
  CAA: { flags: "plain", tag: "plain", value: "quoted" },
  HINFO: { cpu: "quoted", os: "quoted" },
  RP: { mbox: "name", txt: "name" },
  NAPTR: {
    ...{ order: "plain", preference: "plain", flags: "quoted", services: "quoted" },
    ...{ regexp: "quoted", replacement: "name" },
  },
};

const areNames = new Set(["CNAME", "DNAME", "NS", "PTR"]);

const textOf = (part: unknown): string => (Buffer.isBuffer(part) ? part.toString("utf8") : String(part));

/** Unknown data as RFC 3597 section 5 writes it. */
const unknownText = (data: Buffer): string => `\\# ${data.length} ${data.toString("hex")}`.trimEnd();

const dataText = (type: string, data: unknown, spell: Spell): string => {
  const fields = fieldsOf[type];
  if (fields !== undefined) {
    return Object.entries(fields)
      .map(([field, how]) => {
        const value = (data as Data)[field];
        if (how === "quoted") return quoted(value);
        return how === "name" ? spell(String(value)) : String(value);
      })
      .join(" ");
  }
  if (type === "TXT") return (Array.isArray(data) ? data : [data]).map(textOf).join("");
  if (typeof data === "string") return areNames.has(type) ? spell(data) : data;
  return Buffer.isBuffer(data) ? unknownText(data) : JSON.stringify(data);
};

/** The records as text, in the order of the message; those of EDNS are no records. */
export const dnsRecords = (answers: readonly Answer[], spell: Spell): DnsRecord[] =>
  answers.flatMap((answer) =>
    answer.type === "OPT"
      ? []
      : [
          {
            name: spell(answer.name),
            type: answer.type,
            ttl: answer.ttl ?? 0,
            data: dataText(answer.type, answer.data, spell),
          },
        ],
  );
