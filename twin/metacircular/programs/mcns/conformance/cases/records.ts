import { NODES } from "../zones.ts";

export const NS_OF = `ns.${NODES}`;

/** The TTL of negative answers of the server under test. */
export const NEGATIVE_TTL_S = 60;

/** The SOA record of a zone as the checklist writes it, without the serial. */
export const soaOf = (zone: string): string =>
  `${zone} SOA ${NS_OF} admin.metacircular.net 3600 600 604800 ${NEGATIVE_TTL_S}`;
