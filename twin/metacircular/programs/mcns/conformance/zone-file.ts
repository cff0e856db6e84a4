import type { ZoneConfig } from "../config.ts";
import type { StoredRecord } from "../record-rules.ts";
import { nextSerial } from "../serial.ts";
import { RECORDS, ZONES } from "./zones.ts";

const isIn = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`);

const valueText = ({ type, value }: StoredRecord): string => {
  if (type === "TXT") return `"${value}"`;
  return type === "CNAME" ? `${value}.` : value;
};

/** The zone as a master file. Source: RFC 1035, 5. */
export const zoneFileOf = (zone: ZoneConfig, now: Date): string => {
  const below = ZONES.filter(({ name }) => name !== zone.name && isIn(name, zone.name));
  const own = RECORDS.filter(
    ({ name }) => isIn(name, zone.name) && !below.some((other) => isIn(name, other.name)),
  );
  const { name, primary, mailbox } = zone;
  return [
    `${name}. 3600 IN SOA ${primary}. ${mailbox}. ${nextSerial(0, now)} 3600 600 604800 60`,
    `${name}. 3600 IN NS ${primary}.`,
    // The delegation of the zone below; MCNS needs none, because it has both zones.
    ...below.map((other) => `${other.name}. 3600 IN NS ${other.primary}.`),
    ...own.map((record) => `${record.name}. ${record.ttl} IN ${record.type} ${valueText(record)}`),
    "",
  ].join("\n");
};
