import type { Port } from "./rig-networks.ts";

/** Takes a port's address from its machine, as a daemon that ends takes that of its interface. */
export const addressGoes = ({ name, address, prefix }: Port): string =>
  `ip address del ${address}/${prefix} dev ${name}`;

/** Gives it back, with the default route that went with it. */
export const addressComes = ({ name, address, prefix, gateway }: Port): string =>
  [
    `ip address replace ${address}/${prefix} broadcast + dev ${name}`,
    ...(gateway === undefined ? [] : [`ip route replace default via ${gateway} dev ${name}`]),
  ].join(" && ");
