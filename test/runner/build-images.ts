import { join } from "node:path";
import { execa } from "execa";
import { printError } from "#harness/cli/print-error.ts";
import { repositoryRoot } from "#harness/cli/repository.ts";
import { cacheRoot } from "#harness/machines/engine/cache-paths.ts";
import { ensureBaseTar } from "#harness/machines/images/base-tar.ts";
import { releases } from "#harness/machines/images/releases.ts";
import { usualPodman } from "#harness/scenario/podman-version.ts";
import { shareBase } from "../integration/support/shared-base.ts";

/** What builds the images of a cache of the tests. */
const builders = {
  containers: () => import("../integration/setup.ts"),
  vm: () => import("../vm/setup.ts"),
} as const;
type Cache = keyof typeof builders;
const isCache = (word: string | undefined): word is Cache => word !== undefined && word in builders;

/** All images, or those of one cache, which DRILLBOOK_CACHE names then. */
const main = async (cache: string | undefined): Promise<number> => {
  if (!isCache(cache)) return buildAll();
  const { default: build } = await builders[cache]();
  await build();
  return 0;
};

const buildAll = async (): Promise<number> => {
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interruption.abort());
  const { signal } = interruption;
  const onProgress = (line: string): void => void process.stdout.write(`${line}\n`);
  // One root file system for all; it is also the one that drills of this user are built on.
  await ensureBaseTar(releases[usualPodman], { setup: true, onProgress, signal });
  const codes = await Promise.all(
    Object.keys(builders).map(async (name) => {
      const cache = join(cacheRoot(), "tests", name);
      shareBase(cacheRoot(), cache);
      const { exitCode = 1 } = await execa(process.execPath, [import.meta.filename, name], {
        ...{ cwd: repositoryRoot, cancelSignal: signal, reject: false, env: { DRILLBOOK_CACHE: cache } },
        stdio: ["ignore", "inherit", "inherit"],
      });
      return exitCode;
    }),
  );
  return Math.max(...codes);
};

process.exitCode = await main(process.argv[2]).catch(printError);
