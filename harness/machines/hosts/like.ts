import type { HostRow } from "./hosts.ts";

/** The properties of a host that the table distinguishes. */
export type HostTraits = Pick<HostRow, "release" | "cgroups" | "engine" | "rootless" | "private" | "user">;

const names: Readonly<Record<keyof HostTraits, string>> = {
  release: "release",
  cgroups: "version of control groups",
  engine: "engine",
  rootless: "rootless engine",
  private: "private engine",
  user: "user",
};

const differences = (row: HostRow, host: HostTraits): (keyof HostTraits)[] =>
  (Object.keys(names) as (keyof HostTraits)[]).filter((trait) => row[trait] !== host[trait]);

type Likeness = {
  readonly row: HostRow;
  /** The differences in words; empty when the host matches the row. */
  readonly differsIn: readonly string[];
};

/** The nearest row of those that were tested; undefined if there is none. */
export const nearestRow = (rows: readonly HostRow[], host: HostTraits): Likeness | undefined => {
  const [nearest] = rows
    .filter(({ seenOn }) => seenOn !== null)
    .map((row) => ({ row, differsIn: differences(row, host).map((trait) => names[trait]) }))
    .toSorted((one, other) => one.differsIn.length - other.differsIn.length);
  return nearest;
};

/** ID and version of os-release(5), as the table has them. */
export const releaseOf = (osRelease: string): string => {
  const field = (name: string) => new RegExp(`^${name}="?([^"\\n]*)`, "m").exec(osRelease)?.[1];
  return [field("ID") ?? "unknown", field("VERSION_ID") ?? field("VERSION_CODENAME") ?? ""].join(" ").trim();
};
