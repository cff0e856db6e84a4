import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { containerRigHost } from "#harness/machines/container/index.ts";
import { ensureCommands } from "#harness/machines/engine/apt-install.ts";
import { removeLeftovers } from "#harness/machines/leftovers/index.ts";
import { repositoryRoot } from "#setup/repository.ts";
import uidChange from "../../scenarios/uid-change.ts";
import { areImagesBuilt } from "../images-built.ts";
import { ownContents } from "../own-machines.ts";
import { shareBase, shareMachineImages } from "../shared-images.ts";
import { openTestEngine } from "../test-engine.ts";
import { isRoot, smallCaches, usualCache } from "./support/caches.ts";

const onProgress = (line: string) => process.stdout.write(`${line}\n`);

const dig = { command: "dig", packages: ["bind9-dnsutils"], for: "what dig says of the same answers" };

/** Installs what tests compare with and builds the missing images, so that no test waits for them; leaves nothing running. */
export default async function setup(): Promise<void> {
  // Beside a test, a package that is being installed is something that a command left.
  if (isRoot) await ensureCommands([dig], { setup: true, onProgress });
  await removeLeftovers({ onProgress });
  // A killed test run may have left a kept machine.
  if (isRoot) for (const cache of smallCaches) await drill(cache, "clean");
  if (!areImagesBuilt()) await buildContainerImages();
}

/** Builds them; `moreCaches` get a copy of the machine image. */
export const buildContainerImages = async (moreCaches: readonly string[] = []): Promise<void> => {
  const engine = await openTestEngine(onProgress);
  const host = containerRigHost({ engine, contents: ownContents });
  try {
    await host.prepare(uidChange.rig, onProgress);
    const copies = [...(isRoot ? smallCaches : []), ...moreCaches];
    for (const cache of copies) shareBase(usualCache, cache);
    await Promise.all(copies.map((cache) => shareMachineImages(engine.docker, cache)));
  } finally {
    await host[Symbol.asyncDispose]();
  }
  if (isRoot) await Promise.all(smallCaches.map(prepareSmallCache));
};

const drill = async (cache: string, ...args: string[]): Promise<void> => {
  await execa(process.execPath, ["bin/drillbook.mjs", "drill", ...args], {
    cwd: repositoryRoot,
    env: { DRILLBOOK_CACHE: cache },
    stdin: "ignore",
  });
};

const prepareSmallCache = async (cache: string): Promise<void> => {
  const reports = mkdtempSync(join(tmpdir(), "drillbook-it-setup-"));
  try {
    const scenarios = join(repositoryRoot, "test/fixtures/scenarios/small");
    const folders = ["--scenarios", scenarios, "--reports", reports];
    await drill(cache, "small", "--procedure", "copy", "--engine", "private", ...folders);
  } finally {
    rmSync(reports, { recursive: true });
  }
};
