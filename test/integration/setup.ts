import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { repositoryRoot } from "#harness/cli/repository.ts";
import { containerRigHost } from "#harness/machines/container/index.ts";
import { removeLeftovers } from "#harness/machines/leftovers/index.ts";
import uidChange from "../../scenarios/uid-change.ts";
import { areImagesBuilt } from "../images-built.ts";
import { openTestEngine } from "../test-engine.ts";
import { isRoot, smallCaches, usualCache } from "./support/caches.ts";
import { shareBase } from "./support/shared-base.ts";

const onProgress = (line: string) => process.stdout.write(`${line}\n`);

/** Builds the images that are not cached yet, so that no test waits for them; nothing runs afterwards. */
export default async function setup(): Promise<void> {
  await removeLeftovers({ onProgress });
  if (!areImagesBuilt()) {
    await prepareUsualCache();
    if (isRoot) await Promise.all(smallCaches.map(prepareSmallCache));
  }
  // A run of the tests that was killed may have left a machine that was kept.
  if (isRoot) for (const cache of smallCaches) await drill(cache, "clean");
}

const prepareUsualCache = async (): Promise<void> => {
  const host = containerRigHost({ engine: await openTestEngine(onProgress) });
  try {
    await host.prepare(uidChange.rig, onProgress);
  } finally {
    await host[Symbol.asyncDispose]();
  }
};

const drill = async (cache: string, ...args: string[]): Promise<void> => {
  await execa(process.execPath, ["bin/drillbook.mjs", "drill", ...args], {
    cwd: repositoryRoot,
    env: { DRILLBOOK_CACHE: cache },
    stdin: "ignore",
  });
};

const prepareSmallCache = async (cache: string): Promise<void> => {
  shareBase(usualCache, cache);
  const reports = mkdtempSync(join(tmpdir(), "drillbook-it-setup-"));
  try {
    const scenarios = join(repositoryRoot, "test/fixtures/scenarios/small");
    const folders = ["--scenarios", scenarios, "--reports", reports];
    await drill(cache, "small", "--procedure", "copy", "--engine", "private", ...folders);
  } finally {
    rmSync(reports, { recursive: true });
  }
};
