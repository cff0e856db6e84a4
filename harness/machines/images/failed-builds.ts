import { withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import { pin, removeUnpinned } from "./pins.ts";

/** What a build has made so far looks like what a failed one left: all builds of a cache have one pin. */
const builds = "builds";

/** Nothing that this build makes is taken for the remains of a failed one. */
export const whileBuilding = async <T>(build: () => Promise<T>): Promise<T> => {
  const ended = await pin(builds);
  try {
    return await build();
  } finally {
    ended();
  }
};

/** Removes dangling layers, when no build runs; in a private engine they can only be ours. */
export const pruneFailedBuilds = async (engine: Pick<Engine, "docker">): Promise<void> => {
  const filters = { dangling: ["true"] };
  await removeUnpinned(builds, async () => {
    await withDeadline("POST /images/prune", engine.docker.pruneImages({ filters }), 60_000);
  });
};
