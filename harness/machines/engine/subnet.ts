/** An IPv4 range: the first address as a number, and how many bits are fixed. */
export type Subnet = { readonly base: number; readonly bits: number };

/** @throws RangeError when it is not IPv4 in CIDR form */
export const parseSubnet = (cidr: string): Subnet => {
  const found = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?:\/(\d+))?$/.exec(cidr);
  const bytes = found?.slice(1, 5).map(Number) ?? [];
  const bits = Number(found?.[5] ?? 32);
  if (!found || bytes.some((byte) => byte > 255) || bits > 32)
    throw new RangeError(`"${cidr}" is not a subnet`);
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const size = 2 ** (32 - bits);
  return { base: Math.floor(address / size) * size, bits };
};

/** The address with this number. */
export const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");

const lastOf = (subnet: Subnet): number => subnet.base + 2 ** (32 - subnet.bits) - 1;

export const overlap = (one: Subnet, other: Subnet): boolean =>
  one.base <= lastOf(other) && other.base <= lastOf(one);

const hexAddress = (littleEndian: string): number =>
  Number.parseInt(littleEndian.replace(/(..)(..)(..)(..)/, "$4$3$2$1"), 16);

const bitsOf = (mask: number): number => 32 - Math.log2(2 ** 32 - mask);

export type Route = Subnet & { readonly interface: string };

/** The routes of a network namespace, without the default one. Source: /proc/net/route, proc_net_route(5). */
export const parseRoutes = (table: string): Route[] =>
  table
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"))
    .map(([name = "", destination = "0", , , , , , mask = "0"]) => ({
      interface: name,
      base: hexAddress(destination),
      bits: bitsOf(hexAddress(mask)),
    }))
    .filter((route) => route.bits > 0);
