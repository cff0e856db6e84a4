/**
 * What the files of a folder may import, beside those of their own folder and what Node brings. The longest path that
 * a file's begins with is its room; what no line allows is forbidden. Tests may import all.
 */
export type Room = {
  readonly path: string;
  /** Rooms of this repository, by their paths. */
  readonly rooms: readonly string[];
  /** npm's packages, by their names. */
  readonly packages: readonly string[];
};

export const rooms: readonly Room[] = [
  { path: "harness/errors.ts", rooms: [], packages: [] },
  { path: "harness/index.ts", rooms: ["harness/checks", "harness/scenario"], packages: [] },
  { path: "harness/scenario", rooms: ["harness/errors.ts"], packages: [] },
  { path: "harness/checks", rooms: ["harness/errors.ts", "harness/scenario"], packages: [] },
  { path: "harness/platform", rooms: ["harness/errors.ts", "harness/scenario"], packages: ["smol-toml"] },
  { path: "harness/journal", rooms: ["harness/errors.ts", "harness/scenario"], packages: [] },
  { path: "harness/diagnosis", rooms: ["harness/errors.ts", "harness/scenario"], packages: [] },
  // What runs inside a machine knows the values that pass the wire, and no machine.
  { path: "harness/guest", rooms: ["harness/scenario"], packages: ["dns-packet", "esbuild"] },
  {
    path: "harness/machines",
    rooms: ["harness/errors.ts", "harness/guest", "harness/scenario"],
    packages: ["dockerode", "execa", "p-limit", "testcontainers", "zod"],
  },
  {
    path: "harness/drill",
    // Of the machines it knows the port alone, so that every kind is driven alike.
    rooms: [
      ...["harness/errors.ts", "harness/journal", "harness/scenario"],
      ...["harness/machines/machine.ts", "harness/machines/rig-host.ts"],
    ],
    packages: ["p-limit"],
  },
  {
    path: "harness/views",
    rooms: ["harness/diagnosis", "harness/errors.ts", "harness/journal", "harness/scenario"],
    packages: ["mdast", "mdast-util-gfm", "mdast-util-to-markdown", "picocolors"],
  },
  {
    path: "harness/cli",
    rooms: ["harness", "twin/metacircular"],
    packages: ["commander", "dockerode", "execa", "picocolors"],
  },
  {
    path: "twin/metacircular",
    rooms: ["harness/index.ts", "harness/platform", "harness/scenario"],
    packages: ["@peculiar/x509", "dns-packet", "reflect-metadata", "smol-toml"],
  },
  {
    path: "twin/ai-stack",
    rooms: ["harness/index.ts", "harness/platform", "harness/scenario", "twin/metacircular"],
    packages: ["pg"],
  },
  { path: "scenarios", rooms: ["harness/index.ts", "twin"], packages: [] },
];
