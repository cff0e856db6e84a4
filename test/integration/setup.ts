import { join } from "node:path";
import { execa } from "execa";
import { repositoryRoot } from "#harness/cli/repository.ts";
import { containerRigHost } from "#harness/machines/container/index.ts";
import { openEngine } from "#harness/machines/engine/index.ts";
import { removeLeftovers } from "#harness/machines/leftovers/index.ts";
import uidChange from "../../scenarios/uid-change.ts";
import { isRoot, smallCache } from "./support/caches.ts";
import { shareBaseWith } from "./support/shared-base.ts";

const onProgress = (line: string) => process.stdout.write(`${line}\n`);

/** Builds the images that are not cached yet, so that no test waits for them; nothing runs afterwards. */
export default async function setup(): Promise<void> {
  await removeLeftovers({ onProgress });
  const host = containerRigHost({ engine: await openEngine({ setup: true, onProgress }) });
  try {
    await host.prepare(uidChange.rig, onProgress);
  } finally {
    await host[Symbol.asyncDispose]();
  }
  if (isRoot) await prepareSmallCache();
}

const prepareSmallCache = async (): Promise<void> => {
  shareBaseWith(smallCache);
  const fixtures = join(repositoryRoot, "test/fixtures/scenarios/small");
  const folders = ["--scenarios", fixtures, "--reports", join(smallCache, "reports")];
  const args = ["drill", "small", "--procedure", "copy", "--engine", "private", ...folders];
  await execa(process.execPath, ["bin/drillbook.mjs", ...args], {
    cwd: repositoryRoot,
    env: { DRILLBOOK_CACHE: smallCache },
    stdin: "ignore",
  });
};
