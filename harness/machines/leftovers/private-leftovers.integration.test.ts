import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enginePaths } from "../engine/cache-paths.ts";
import { connect, type Engine } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { labelFilter, labelsOf, type RigLabels } from "../engine/labels.ts";
import { endEngine, isEngineAlive, launchEngine } from "../engine/private-engine.ts";
import { type ProcessIdentity, thisProcess } from "../engine/process-identity.ts";
import { removeFromPrivateEngine } from "./private-leftovers.ts";

/** The state on the disk that a daemon leaves when it is killed at this moment of the life of a build's step. */
type Killed = {
  readonly when: string;
  readonly damage: (container: Stored) => void;
};

type Stored = { readonly folder: string; readonly layer: string; readonly layerFiles: string };

const removeFile = (path: string): void => rmSync(path, { recursive: true });

const moments: readonly Killed[] = [
  { when: "the step runs", damage: () => {} },
  {
    when: "the container's folder has been made, and nothing is in it",
    damage: ({ folder }) => {
      removeFile(folder);
      mkdirSync(folder);
    },
  },
  {
    when: "the folder has been made, and its configuration is being written",
    damage: ({ folder }) => {
      for (const name of readdirSync(folder)) removeFile(join(folder, name));
      writeFileSync(join(folder, ".tmp-config.v2.json123"), "{");
    },
  },
  { when: "the layer's files have been removed", damage: ({ layerFiles }) => removeFile(layerFiles) },
  {
    when: "a part of what is known of the layer has been removed",
    damage: ({ layer, layerFiles }) => {
      removeFile(layerFiles);
      removeFile(join(layer, "mount-id"));
    },
  },
  {
    when: "the layer has been removed",
    damage: ({ layer, layerFiles }) => {
      removeFile(layerFiles);
      removeFile(layer);
    },
  },
  {
    when: "the layer and a part of the folder have been removed",
    damage: ({ folder, layer, layerFiles }) => {
      removeFile(layerFiles);
      removeFile(layer);
      removeFile(join(folder, "hostconfig.json"));
    },
  },
];

let cache: string;
const before = process.env["DRILLBOOK_CACHE"];
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), "drillbook-store-"));
  process.env["DRILLBOOK_CACHE"] = cache;
});
afterAll(() => {
  if (before === undefined) delete process.env["DRILLBOOK_CACHE"];
  else process.env["DRILLBOOK_CACHE"] = before;
  rmSync(cache, { recursive: true });
});

const containers = (): string[] => {
  const folder = join(enginePaths().dataRoot, "containers");
  return existsSync(folder) ? readdirSync(folder) : [];
};

const image = "drillbook-test/empty";

/** A container of an image that has no files. */
const createContainer = async (docker: Docker): Promise<string> => {
  const output = await docker.importImage(Readable.from([Buffer.alloc(1024)]), { repo: image });
  for await (const _ of output) {
    // Read to its end: the image is there then.
  }
  return (await docker.createContainer({ Image: image, Cmd: ["/none"] })).id;
};

/** Every moment at once, in one store. */
const leaveThemAll = async (): Promise<ReadonlyMap<string, string>> => {
  const paths = enginePaths();
  const lease = await launchEngine(paths);
  const left = new Map<string, string>();
  const docker = await connect(`unix://${paths.socket}`);
  for (const { when } of moments) left.set(when, await createContainer(docker));
  closeSync(lease);
  await endEngine(paths);
  for (const { when, damage } of moments) {
    const id = left.get(when) ?? "";
    const layer = join(paths.dataRoot, "image", "overlay2", "layerdb", "mounts", id);
    const layerFiles = join(paths.dataRoot, "overlay2", readFileSync(join(layer, "mount-id"), "utf8"));
    damage({ folder: join(paths.dataRoot, "containers", id), layer, layerFiles });
  }
  return left;
};

/** When the daemon was killed, for each container that is still in the store. */
const remaining = (left: ReadonlyMap<string, string>): string[] =>
  containers().map((id) => [...left].find(([, known]) => known === id)?.[0] ?? id);

describe("containers of a private engine that was killed at any moment", () => {
  test("drill clean removes them", async () => {
    const left = await leaveThemAll();
    expect(remaining(left)).toHaveLength(moments.length);
    await removeFromPrivateEngine({ kept: true, onProgress: () => {} });
    expect(remaining(left)).toEqual([]);
  });

  test("the next engine of this cache removes them before it is used", async () => {
    const left = await leaveThemAll();
    const engine = await openEngine({ setup: true, prefer: "private", onProgress: () => {} });
    try {
      expect(remaining(left)).toEqual([]);
    } finally {
      await engine[Symbol.asyncDispose]();
    }
  });

  test("an engine that ends in order leaves none", async () => {
    const engine = await openEngine({ setup: true, prefer: "private", onProgress: () => {} });
    await createContainer(engine.docker);
    expect(containers()).toHaveLength(1);
    await engine[Symbol.asyncDispose]();
    expect(containers()).toEqual([]);
  });
});

describe("an engine that a command uses", () => {
  const networkOf = (engine: Engine, name: string, rig: Partial<RigLabels>, owner: ProcessIdentity) =>
    engine.docker.createNetwork({
      Name: `drillbook-test-${name}`,
      Internal: true,
      Labels: labelsOf({ label: `drill ${name}`, rig: `test-${name}`, kept: false, ...rig }, owner),
    });
  const named = async (engine: Engine): Promise<string[]> =>
    (await engine.docker.listNetworks({ filters: labelFilter() })).map(({ Name }) => Name).sort();

  test("loses what dead processes have in it, and nothing else", async () => {
    const engine = await openEngine({ setup: true, prefer: "private", onProgress: () => {} });
    try {
      const dead = { ...thisProcess(), startTicks: "1" };
      await networkOf(engine, "left", {}, dead);
      await networkOf(engine, "kept", { kept: true }, dead);
      await networkOf(engine, "mine", {}, thisProcess());
      const lines: string[] = [];
      const onProgress = (line: string) => lines.push(line);
      await removeFromPrivateEngine({ kept: false, onProgress });
      expect(await named(engine)).toEqual(["drillbook-test-kept", "drillbook-test-mine"]);
      await removeFromPrivateEngine({ kept: true, onProgress });
      expect(await named(engine)).toEqual(["drillbook-test-mine"]);
      expect(lines).toEqual(
        ["left", "kept"].map(
          (name) => `removed the machines and networks of "drill ${name}" (process ${process.pid} has ended)`,
        ),
      );
    } finally {
      await engine[Symbol.asyncDispose]();
    }
  });

  test("lives on when it is kept, until drill clean finds nothing kept in it", async () => {
    const lines: string[] = [];
    const onProgress = (line: string) => lines.push(line);
    const engine = await openEngine({ setup: true, prefer: "private", onProgress });
    await engine.keep();
    await removeFromPrivateEngine({ kept: false, onProgress });
    expect(isEngineAlive(enginePaths())).toBe(true);
    await removeFromPrivateEngine({ kept: true, onProgress });
    expect(isEngineAlive(enginePaths())).toBe(false);
    expect(lines).toEqual([`ended the private container engine that process ${process.pid} left`]);
  });
});
