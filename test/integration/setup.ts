import { linkSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { repositoryRoot } from "#harness/cli/repository.ts";
import { containerRigHost } from "#harness/machines/container/index.ts";
import { openEngine } from "#harness/machines/engine/index.ts";
import { removeLeftovers } from "#harness/machines/leftovers/index.ts";
import uidChange from "../../scenarios/uid-change.ts";
import { isRoot, smallCache, usualCache } from "./support/caches.ts";

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
  shareBase();
  const fixtures = join(repositoryRoot, "test/fixtures/scenarios/small");
  const folders = ["--scenarios", fixtures, "--reports", join(smallCache, "reports")];
  const args = ["drill", "small", "--procedure", "copy", "--engine", "private", ...folders];
  await execa(process.execPath, ["bin/drillbook.mjs", ...args], {
    cwd: repositoryRoot,
    env: { DRILLBOOK_CACHE: smallCache },
    stdin: "ignore",
  });
};

/** The root file system that the image is built on is made once for both caches. */
const shareBase = (): void => {
  const [from, to] = [join(usualCache, "base"), join(smallCache, "base")];
  mkdirSync(from, { recursive: true });
  mkdirSync(to, { recursive: true });
  const there = new Set(readdirSync(to));
  for (const name of readdirSync(from)) {
    if (name.endsWith(".tar") && !there.has(name)) linkSync(join(from, name), join(to, name));
  }
};
