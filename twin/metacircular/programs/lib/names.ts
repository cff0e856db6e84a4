import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";

const underWay = new Map<string, Promise<LookupAddress[]>>();

/**
 * The addresses of a name, from the resolver that the machine or container is set up with.
 *
 * A name that is being asked for is not asked for again: while no resolver answers, each question holds one
 * of the four threads that files are read and written with.
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
