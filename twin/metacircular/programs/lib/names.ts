import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";

const underWay = new Map<string, Promise<LookupAddress[]>>();

/**
 * The addresses of a name, from the configured resolver of the machine or container.
 *
 * Concurrent look-ups of a name share one question: while no resolver answers, each question holds one of the four
 * threads for file access.
 */
export const addressesOf = (name: string): Promise<LookupAddress[]> => {
  const known = underWay.get(name);
  if (known !== undefined) return known;
  const asked = lookup(name, { all: true }).finally(() => underWay.delete(name));
  underWay.set(name, asked);
  return asked;
};

/** The same for sockets. */
export const lookupOnce: LookupFunction = (name, options, callback) => {
  addressesOf(name).then(
    (addresses) => {
      if (options.all === true) return callback(null, addresses);
      return callback(null, addresses[0]?.address ?? "", addresses[0]?.family);
    },
    (error: NodeJS.ErrnoException) => callback(error, ""),
  );
};
