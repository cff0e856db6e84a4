import type { Engine } from "#harness/machines/engine/engine.ts";
import { openEngine } from "#harness/machines/engine/index.ts";
import type { OnProgress } from "#harness/machines/rig-host.ts";

const isRoot = process.getuid?.() === 0;

/** The engine that DOCKER_HOST names; else, as root, a private one in the tests' own cache, also where Docker runs. */
export const openTestEngine = (onProgress: OnProgress): Promise<Engine> =>
  openEngine({
    ...{ setup: true, onProgress },
    prefer: isRoot && !process.env["DOCKER_HOST"] ? "private" : "auto",
  });
