import { readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { MachineError } from "#harness/errors.ts";
import { ensureCommands } from "../engine/apt-install.ts";
import { imageCommands } from "../engine/host-commands.ts";
import type { OnProgress } from "../rig-host.ts";
import { digestOf } from "./digest.ts";
import { packageList, suite } from "./lists.ts";
import { baseDir, makeWorkDir } from "./work-dir.ts";

const buildTimeoutMs = 600_000;

/** Left out of every root file system: nobody reads them in a machine that lives for minutes. */
const excluded = ["/usr/share/man/*", "/usr/share/doc/*", "/usr/share/locale/*", "/usr/share/info/*"];

export const baseDigest = (): string => digestOf([suite, process.arch, ...packageList(), ...excluded]);

/** The tar of mmdebstrap, run so that its mounts and processes end with it, and it with us. */
const mmdebstrapCommand = (target: string): [string, string[]] => [
  "setpriv",
  [
    ...["--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"],
    ...["mmdebstrap", "--variant=minbase", `--include=${packageList().join(",")}`],
    ...['--aptopt=Acquire::Languages "none"', "--dpkgopt=force-unsafe-io"],
    ...excluded.map((pattern) => `--dpkgopt=path-exclude=${pattern}`),
    ...[suite, target],
  ],
];

export type BuildOptions = {
  readonly setup: boolean;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
};

/**
 * The tar of a Debian root file system with every package of the list, made by mmdebstrap once for each list.
 * @throws HostNotReadyError when mmdebstrap is missing and may not be installed
 * @throws MachineError with its last lines when it fails
 */
export const ensureBaseTar = async (options: BuildOptions): Promise<string> => {
  const dir = baseDir();
  const tar = join(dir, `${suite}-${baseDigest()}.tar`);
  if (statSync(tar, { throwIfNoEntry: false })) return tar;
  await ensureCommands(imageCommands, options);
  const since = performance.now();
  options.onProgress(`making a Debian ${suite} root file system with mmdebstrap (about half a minute) …`);
  const workDir = makeWorkDir("root");
  try {
    await runMmdebstrap(join(workDir, "root.tar"), workDir, options);
    renameSync(join(workDir, "root.tar"), tar);
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
  for (const other of readdirSync(dir)) {
    if (other.endsWith(".tar") && join(dir, other) !== tar) rmSync(join(dir, other));
  }
  options.onProgress(`made the root file system in ${Math.round((performance.now() - since) / 100) / 10} s`);
  return tar;
};

const runMmdebstrap = async (target: string, workDir: string, options: BuildOptions): Promise<void> => {
  const [command, args] = mmdebstrapCommand(target);
  const run = execa(command, args, {
    all: true,
    lines: true,
    stdin: "ignore",
    reject: false,
    timeout: buildTimeoutMs,
    cancelSignal: options.signal,
    env: { TMPDIR: workDir, LC_ALL: "C.UTF-8" },
  });
  for await (const line of run.iterable({ from: "all" })) {
    if (line.startsWith("I: ") && !line.includes(workDir)) options.onProgress(`  ${line.slice(3)}`);
  }
  const result = await run;
  if (!result.failed) return;
  throw new MachineError("mmdebstrap could not make the root file system", {
    command: `mmdebstrap --variant=minbase --include=… ${suite}`,
    got: result.isCanceled ? "it was interrupted" : result.all.slice(-15).join("\n"),
    next: "Debian's mirror must be reachable from this host for the first build",
  });
};
