import type { ZoneConfig } from "../config.ts";
import type { StoredRecord } from "../record-rules.ts";

export const NODES = "mcp.metacircular.net";
export const SERVICES = "svc.mcp.metacircular.net";

/** The two hosts of the platform that the records lead to, and the number of records that one datagram cannot hold. */
export const LAN = "192.0.2.10";
export const TAILNET = "198.51.100.10";
export const MANY = 20;
export const BIG_TEXTS: readonly string[] = Array.from("01234567", (digit) => digit.repeat(200));

const ZONE_OF = { primary: `ns.${NODES}`, mailbox: "admin.metacircular.net" };

/** The zones of the checklist; the second lies below the first. */
export const ZONES: readonly ZoneConfig[] = [
  { name: NODES, ...ZONE_OF },
  { name: SERVICES, ...ZONE_OF },
];

const record = (
  name: string,
  type: StoredRecord["type"],
  ...values: readonly string[]
): readonly StoredRecord[] => values.map((value) => ({ name, type, ttl: 300, value }));

/** Every server that is asked serves these. */
export const RECORDS: readonly StoredRecord[] = [
  ...record(`rift.${NODES}`, "A", LAN, TAILNET),
  ...record(`ns.${NODES}`, "A", LAN, TAILNET),
  ...record(`mcr.${SERVICES}`, "A", LAN, TAILNET),
  ...record(`mcq.${SERVICES}`, "A", TAILNET),
  ...record(`six.${SERVICES}`, "AAAA", "2001:db8::6"),
  ...record(`dual.${SERVICES}`, "A", LAN),
  ...record(`dual.${SERVICES}`, "AAAA", "2001:db8::7"),
  ...record(`a.deep.${SERVICES}`, "A", LAN),
  ...record(`note.${SERVICES}`, "TXT", "v=1 owner=mcp"),
  ...record(`_tcp.${SERVICES}`, "TXT", "underscore"),
  ...record(`docs.${SERVICES}`, "CNAME", `mcr.${SERVICES}`),
  ...record(`chain.${SERVICES}`, "CNAME", `docs.${SERVICES}`),
  ...record(`node.${SERVICES}`, "CNAME", `rift.${NODES}`),
  ...record(`dangling.${SERVICES}`, "CNAME", `nobody.${SERVICES}`),
  ...record(`outside.${SERVICES}`, "CNAME", "fixed.world.example"),
  ...record(`big.${SERVICES}`, "TXT", ...BIG_TEXTS),
  ...record(`many.${SERVICES}`, "A", ...Array.from({ length: MANY }, (_, index) => `192.0.2.${101 + index}`)),
];
