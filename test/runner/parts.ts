import { join } from "node:path";
import { cacheRoot } from "#harness/machines/engine/cache-paths.ts";

/** The parts of a lane run one after the other; lanes run side by side. */
export type Lane = "processes" | "virtual machines" | "contract";

export type Part = {
  readonly name: string;
  /** What its tests claim, in a few words for `--help`. */
  readonly about: string;
  readonly lane: Lane;
  /** The program and its arguments; of a part that vitest runs, its project. */
  readonly runs: { readonly command: readonly [string, ...string[]] } | { readonly project: string };
  /** How long it takes on a quiet machine with two cores, its images present; used until this machine has a time of its own. */
  readonly usualMs: number;
  /** The cache below the user's own that its engine and its machines are in. */
  readonly cache?: "containers" | "vm" | "uml";
  /** The parts that must have ended before, in whichever lane. */
  readonly after?: readonly string[];
};

const seconds = (count: number): number => count * 1000;

/** The parts of `npm test`. */
export const usualParts: readonly Part[] = [
  {
    name: "types",
    about: "TypeScript's own checks",
    lane: "processes",
    runs: { command: ["tsc", "--noEmit", "-p", "."] },
    usualMs: seconds(5),
  },
  {
    name: "lint",
    about: "style",
    lane: "processes",
    runs: { command: ["biome", "check", "--error-on-warnings", "."] },
    usualMs: seconds(3),
  },
  {
    name: "unit",
    about: "what needs no machine",
    lane: "processes",
    runs: { project: "unit" },
    usualMs: seconds(45),
  },
  {
    name: "images",
    about: "builds the missing images of container machines",
    lane: "virtual machines",
    runs: { command: [process.execPath, "test/runner/build-images.ts", "containers"] },
    usualMs: seconds(10),
  },
  {
    name: "vm-images",
    about: "builds the missing images of virtual machines",
    lane: "virtual machines",
    runs: { command: [process.execPath, "test/runner/build-images.ts", "vms"] },
    usualMs: seconds(5),
    after: ["images"],
  },
  {
    name: "integration",
    about: "whole commands and drills on containers, good and bad",
    lane: "processes",
    runs: { project: "integration" },
    usualMs: seconds(200),
    cache: "containers",
    // They share a container engine.
    after: ["images", "contract"],
  },
  {
    name: "vm",
    about: "the contract and whole commands on virtual machines, and beside containers",
    lane: "virtual machines",
    runs: { project: "vm" },
    usualMs: seconds(300),
    cache: "vm",
    after: ["vm-images"],
  },
  {
    name: "contract",
    about: "the contract of every kind of machine, on scripted and container machines, and the engine",
    lane: "contract",
    runs: { project: "contract" },
    usualMs: seconds(80),
    cache: "containers",
    after: ["images"],
  },
  {
    name: "uml",
    about: "the contract on machines of user-mode Linux",
    lane: "contract",
    runs: { project: "uml" },
    usualMs: seconds(100),
    cache: "uml",
    after: ["vm-images"],
  },
];

/** The additional parts of `npm test -- all`, one after the other. */
export const moreParts: readonly Part[] = [
  {
    name: "releases",
    about: "the contract on machines of Debian's other releases",
    lane: "processes",
    runs: { project: "releases" },
    usualMs: seconds(140),
    cache: "containers",
    after: ["images"],
  },
  {
    name: "package",
    about:
      "the built package, installed in an empty folder with npm and with pnpm: from init to a verified page",
    lane: "processes",
    runs: { project: "package" },
    usualMs: seconds(240),
    cache: "containers",
    after: ["images"],
  },
  {
    name: "incidents",
    about: "the scenarios drilled whole, and with steps left out",
    lane: "processes",
    runs: { project: "incidents" },
    usualMs: seconds(1500),
    cache: "containers",
    after: ["images"],
  },
  {
    name: "incidents-on-vm",
    about:
      "scenarios drilled whole on virtual machines, and with one beside containers; what ends a drill on UML machines, and these beside containers",
    lane: "virtual machines",
    runs: { project: "incidents-on-vm" },
    usualMs: seconds(400),
    cache: "vm",
    after: ["vm-images"],
  },
];

/** Run when they are named, and every night. */
export const namedParts: readonly Part[] = [
  {
    name: "hosts",
    about: "drills on the hosts of docs/machines.md, each a machine with a kernel of its own",
    lane: "virtual machines",
    runs: { project: "hosts" },
    usualMs: seconds(3600),
    cache: "vm",
    after: ["vm-images"],
  },
  {
    name: "load",
    about: "twenty drills on a host that is loaded to four times its cores",
    lane: "processes",
    runs: { project: "load" },
    usualMs: seconds(400),
    cache: "containers",
    after: ["images"],
  },
];

export const everyPart: readonly Part[] = [...usualParts, ...moreParts, ...namedParts];

/** The caches of the tests, separate from the user's own. */
export const cacheOf = (part: Part): string | undefined =>
  part.cache === undefined ? undefined : join(cacheRoot(), "tests", part.cache);
