import { join } from "node:path";
import { execa } from "execa";
import { printError } from "#harness/cli/print-error.ts";
import { cacheRoot } from "#harness/machines/engine/cache-paths.ts";
import { ensureBaseTar } from "#harness/machines/images/base-tar.ts";
import { ensureAuthority } from "#harness/machines/images/certificate-authority.ts";
import { usualRelease } from "#harness/machines/images/releases.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { ownContents } from "../own-machines.ts";
import { shareBase, shareVmImages } from "../shared-images.ts";

const caches = {
  containers: join(cacheRoot(), "tests", "containers"),
  vms: join(cacheRoot(), "tests", "vm"),
  umls: join(cacheRoot(), "tests", "uml"),
};
const isRoot = process.getuid?.() === 0;

const interruption = new AbortController();
const options = {
  setup: true,
  onProgress: (line: string): void => void process.stdout.write(`${line}\n`),
  signal: interruption.signal,
};

/** In a process of its own, because DRILLBOOK_CACHE names the cache for all of it. */
const build = async (cache: keyof typeof caches): Promise<number> => {
  // One root file system and one authority for all; they are also those of this user's own drills.
  await ensureBaseTar(ownContents, usualRelease, options);
  await ensureAuthority(options);
  shareBase(cacheRoot(), caches[cache]);
  const { exitCode = 1 } = await execa(process.execPath, [import.meta.filename, `${cache}-here`], {
    ...{ cwd: repositoryRoot, cancelSignal: options.signal, reject: false },
    env: { DRILLBOOK_CACHE: caches[cache] },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return exitCode;
};

const tasks: Readonly<Record<string, () => Promise<number>>> = {
  containers: () => {
    // Only tests of root have private engines, to which the machine image is copied.
    if (isRoot) shareBase(cacheRoot(), caches.vms);
    return build("containers");
  },
  vms: async () => {
    const exitCode = await build("vms");
    if (exitCode !== 0) return exitCode;
    // The same disk image, started by another kernel.
    shareVmImages(caches.vms, caches.umls);
    return build("umls");
  },
  "containers-here": async () => {
    const { buildContainerImages } = await import("../integration/setup.ts");
    await buildContainerImages(isRoot ? [join(cacheRoot(), "..", "vm")] : []);
    return 0;
  },
  "vms-here": async () => {
    const { buildImagesBesideVms, buildVmImages } = await import("../vm/setup.ts");
    await buildVmImages();
    await buildImagesBesideVms();
    return 0;
  },
  "umls-here": async () => {
    const { buildUmlImages } = await import("../uml/setup.ts");
    await buildUmlImages();
    return 0;
  },
};

/** Builds the images of one kind. */
const main = async (word = ""): Promise<number> => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interruption.abort());
  const task = tasks[word];
  if (task === undefined) throw new TypeError(`one of ${Object.keys(tasks).join(", ")}, not "${word}"`);
  return task();
};

process.exitCode = await main(process.argv[2]).catch(printError);
