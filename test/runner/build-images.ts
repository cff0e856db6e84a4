import { join } from "node:path";
import { execa } from "execa";
import { printError } from "#harness/cli/print-error.ts";
import { repositoryRoot } from "#harness/cli/repository.ts";
import { cacheRoot } from "#harness/machines/engine/cache-paths.ts";
import { ensureBaseTar } from "#harness/machines/images/base-tar.ts";
import { ensureAuthority } from "#harness/machines/images/certificate-authority.ts";
import { releases } from "#harness/machines/images/releases.ts";
import { usualPodman } from "#harness/scenario/podman-version.ts";
import { shareBase } from "../shared-images.ts";

const cacheNamed = (name: "containers" | "vm"): string => join(cacheRoot(), "tests", name);
const isRoot = process.getuid?.() === 0;

/** What is built in a process of its own, because DRILLBOOK_CACHE names the cache for all of it. */
const tasks = {
  containers: async () => {
    // Other caches are beside this one; only root's tests have engines of their own to copy to.
    const beside = join(cacheRoot(), "..", "vm");
    await (await import("../integration/setup.ts")).buildContainerImages(isRoot ? [beside] : []);
  },
  vms: async () => (await import("../vm/setup.ts")).buildVmImages(),
  besideVms: async () => (await import("../vm/setup.ts")).buildImagesBesideVms(),
} as const;
type Task = keyof typeof tasks;
const isTask = (word: string | undefined): word is Task => word !== undefined && word in tasks;

const buildAll = async (): Promise<number> => {
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interruption.abort());
  const { signal } = interruption;
  const onProgress = (line: string): void => void process.stdout.write(`${line}\n`);
  const options = { setup: true, onProgress, signal };
  // One root file system and one authority for all; they are also those of this user's own drills.
  await ensureBaseTar(releases[usualPodman], options);
  await ensureAuthority(options);
  for (const name of ["containers", "vm"] as const) shareBase(cacheRoot(), cacheNamed(name));
  const run = async (task: Task, cache: "containers" | "vm"): Promise<number> => {
    const { exitCode = 1 } = await execa(process.execPath, [import.meta.filename, task], {
      ...{ cwd: repositoryRoot, cancelSignal: signal, reject: false },
      env: { DRILLBOOK_CACHE: cacheNamed(cache) },
      stdio: ["ignore", "inherit", "inherit"],
    });
    return exitCode;
  };
  const codes = await Promise.all([run("containers", "containers"), run("vms", "vm")]);
  // Its machine image has been copied by then.
  return Math.max(...codes, await run("besideVms", "vm"));
};

/** All images, or what a process of its own builds. */
const main = async (task: string | undefined): Promise<number> => {
  if (!isTask(task)) return buildAll();
  await tasks[task]();
  return 0;
};

process.exitCode = await main(process.argv[2]).catch(printError);
