/**
 * What the files of a folder may import, beside those of their own folder and what Node brings. The longest path that
 * a file's begins with is its room (`*`: any one folder); what no line allows is forbidden. Tests may import all.
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
  {
    path: "harness/index.ts",
    rooms: ["harness/checks", "harness/errors.ts", "harness/platform", "harness/probes", "harness/scenario"],
    packages: [],
  },
  { path: "harness/invocation.ts", rooms: ["harness/scenario"], packages: [] },
  {
    path: "harness/config",
    rooms: ["harness/errors.ts", "harness/scenario", "harness/variants"],
    packages: ["commander", "smol-toml"],
  },
  {
    path: "harness/scenario",
    rooms: ["harness/actions", "harness/errors.ts", "harness/probes", "harness/variants"],
    packages: [],
  },
  { path: "harness/platform", rooms: ["harness/errors.ts", "harness/scenario"], packages: [] },
  // A kind of probe or action knows the values that scenarios are made of, and is known by scenario/probe.ts and action.ts.
  {
    path: "harness/probes",
    rooms: ["harness/errors.ts", "harness/guest/probe.ts", "harness/scenario"],
    packages: [],
  },
  {
    path: "harness/actions",
    rooms: ["harness/machines/machine.ts", "harness/probes", "harness/scenario"],
    packages: [],
  },
  // What of a probe runs inside a machine.
  {
    path: "harness/probes/*/guest",
    rooms: ["harness/guest", "harness/probes", "harness/scenario"],
    packages: ["dns-packet"],
  },
  {
    path: "harness/checks",
    rooms: ["harness/errors.ts", "harness/probes", "harness/scenario"],
    packages: [],
  },
  { path: "harness/phases", rooms: ["harness/errors.ts", "harness/scenario"], packages: [] },
  {
    path: "harness/journal",
    rooms: ["harness/errors.ts", "harness/phases", "harness/probes", "harness/scenario", "harness/variants"],
    packages: [],
  },
  {
    path: "harness/diagnosis",
    rooms: ["harness/errors.ts", "harness/scenario", "harness/variants"],
    packages: [],
  },
  // What runs inside a machine knows the values that pass the wire, and no machine.
  {
    path: "harness/guest",
    rooms: ["harness/errors.ts", "harness/probes", "harness/scenario"],
    packages: ["esbuild"],
  },
  {
    path: "harness/machines",
    rooms: [
      "harness/errors.ts",
      "harness/guest",
      "harness/invocation.ts",
      "harness/probes",
      "harness/scenario",
      "harness/variants",
    ],
    packages: ["dockerode", "execa", "p-limit", "testcontainers", "zod"],
  },
  // What drills can differ in.
  { path: "harness/variants", rooms: ["harness/errors.ts", "harness/scenario"], packages: [] },
  // What is decided before a drill runs, for whatever reads it.
  {
    path: "harness/plan",
    rooms: [
      "harness/errors.ts",
      "harness/invocation.ts",
      "harness/machines/rig-host.ts",
      "harness/scenario",
      "harness/variants",
    ],
    packages: [],
  },
  {
    path: "harness/drill",
    // Of the machines it knows the port alone, so that every kind is driven alike.
    rooms: [
      ...["harness/actions", "harness/errors.ts", "harness/invocation.ts", "harness/journal"],
      ...["harness/phases", "harness/plan", "harness/probes", "harness/scenario"],
      ...["harness/machines/host-load.ts", "harness/machines/machine.ts", "harness/machines/rig-host.ts"],
    ],
    packages: ["p-limit"],
  },
  {
    path: "harness/views",
    rooms: [
      ...["harness/diagnosis", "harness/errors.ts", "harness/invocation.ts", "harness/journal"],
      "harness/phases",
      "harness/plan",
      "harness/probes",
      "harness/scenario",
      "harness/variants",
    ],
    packages: ["mdast", "mdast-util-gfm", "mdast-util-to-markdown", "picocolors"],
  },
  {
    path: "harness/cli",
    rooms: ["harness"],
    packages: ["commander", "dockerode", "execa", "picocolors"],
  },
  { path: "harness/init", rooms: ["harness/errors.ts"], packages: [] },
  { path: "harness/init/templates", rooms: [], packages: ["drillbook"] },
  {
    path: "harness/contract",
    rooms: ["harness/errors.ts", "harness/machines", "harness/probes", "harness/scenario"],
    packages: ["vitest"],
  },
  { path: "harness/gameday", rooms: ["harness"], packages: ["picocolors", "vitest"] },
  { path: "twin/machines", rooms: [], packages: ["drillbook"] },
  { path: "twin/platform", rooms: [], packages: ["drillbook", "smol-toml"] },
  { path: "twin/rootless", rooms: [], packages: ["drillbook"] },
  { path: "twin/unit-matrix", rooms: [], packages: ["drillbook"] },
  {
    path: "twin/metacircular",
    rooms: ["twin/platform", "twin/unit-matrix"],
    packages: [
      ...["@grpc/grpc-js", "@grpc/proto-loader", "@peculiar/x509", "dns-packet", "drillbook"],
      ...["reflect-metadata", "smol-toml"],
    ],
  },
  {
    path: "twin/services-command",
    rooms: ["twin/metacircular", "twin/platform"],
    packages: ["commander", "drillbook"],
  },
  { path: "twin/ai-stack", rooms: ["twin/metacircular", "twin/platform"], packages: ["drillbook", "pg"] },
  // As a stranger's: drillbook is a package to them.
  { path: "scenarios", rooms: ["twin"], packages: ["drillbook"] },
];
