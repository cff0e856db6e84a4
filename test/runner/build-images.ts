import { join } from "node:path";
import { execa } from "execa";
import { repositoryRoot } from "#harness/cli/repository.ts";
import { cacheRoot } from "#harness/machines/engine/cache-paths.ts";
import { ensureBaseTar } from "#harness/machines/images/base-tar.ts";
import { releases } from "#harness/machines/images/releases.ts";
import { usualPodman } from "#harness/scenario/podman-version.ts";
import { shareBase } from "../integration/support/shared-base.ts";

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interruption.abort());

const onProgress = (line: string): void => void process.stdout.write(`${line}\n`);

/** What builds the images of a cache of the tests: a module of ours with a default export. */
const builders = {
  containers: "test/integration/setup.ts",
  vm: "test/vm/setup.ts",
} as const;

const build = async (name: keyof typeof builders): Promise<void> => {
  const module = join(repositoryRoot, builders[name]);
  const script = `await (await import(${JSON.stringify(module)})).default();`;
  await execa(process.execPath, ["--input-type=module", "-e", script], {
    cwd: repositoryRoot,
    env: { DRILLBOOK_CACHE: join(cacheRoot(), "tests", name) },
    stdio: ["ignore", "inherit", "inherit"],
    cancelSignal: interruption.signal,
  });
};

// One root file system for all; it is also the one that drills of this user are built on.
await ensureBaseTar(releases[usualPodman], { setup: true, onProgress, signal: interruption.signal });
for (const name of Object.keys(builders)) shareBase(cacheRoot(), join(cacheRoot(), "tests", name));
await Promise.all([build("containers"), build("vm")]);
