import { isIPv4, isIPv6 } from "node:net";

export const RECORD_TYPES = ["A", "AAAA", "CNAME", "TXT"] as const;

export type RecordType = (typeof RECORD_TYPES)[number];

export type StoredRecord = {
  readonly name: string;
  readonly type: RecordType;
  readonly ttl: number;
  readonly value: string;
};

/** A record that is invalid in the zone, or conflicts with another record. */
export class RecordProblem extends Error {}

/** The name's form in the database: lower case, without the root's dot. */
export const normalName = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** Source: RFC 1035, 2.3.4; the underscore, which service names begin with: RFC 8552. */
export const isName = (name: string): boolean =>
  name.length <= 253 &&
  name.split(".").every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));

const LONGEST_TEXT_BYTES = 255;

const VALUES: Readonly<Record<RecordType, readonly [fits: (value: string) => boolean, wanted: string]>> = {
  A: [isIPv4, "an IPv4 address"],
  AAAA: [isIPv6, "an IPv6 address"],
  CNAME: [isName, "a name"],
  TXT: [
    (value) => Buffer.byteLength(value) <= LONGEST_TEXT_BYTES,
    `a text of up to ${LONGEST_TEXT_BYTES} bytes`,
  ],
};

/** The record as it is stored. @throws RecordProblem when no server could send it */
export const normalRecord = ({ name, type, ttl, value }: StoredRecord): StoredRecord => {
  const record = { name: normalName(name), type, ttl, value: type === "CNAME" ? normalName(value) : value };
  const [fits, wanted] = VALUES[type];
  if (!isName(record.name)) throw new RecordProblem(`"${name}" is not a name`);
  if (!fits(record.value)) throw new RecordProblem(`${record.name} ${type} "${value}" is not ${wanted}`);
  return record;
};

/** Why the record conflicts with these of the same name, `undefined` when it does not. Source: RFC 1034, 3.6.2. */
export const clashOf = (
  record: StoredRecord,
  zone: string,
  beside: readonly StoredRecord[],
): string | undefined => {
  if (record.type === "CNAME" && record.name === zone)
    return `${record.name} cannot have CNAME: the zone's own name has its SOA`;
  const clash = beside
    .filter(({ type, value }) => type !== record.type || value !== record.value)
    .find(({ type }) => type === "CNAME" || record.type === "CNAME");
  return clash && `${record.name} cannot have ${record.type} beside ${clash.type}: a CNAME stands alone`;
};
