import { execa } from "execa";
import { HostNotReadyError, MachineError } from "../../errors.ts";
import { isRoot } from "../engine/host-commands.ts";
import { onThisHost } from "../host-load.ts";
import { hostSlowness } from "../pace.ts";
import type { OnProgress } from "../rig-host.ts";
import { sourceDir } from "./lists.ts";
import { adviceOnPackages } from "./packages-not-found.ts";
import { type Release, releases, usualRelease } from "./releases.ts";

const buildTimeoutMs = 600_000 * hostSlowness;
const suites = Object.values(releases).map(({ suite }) => suite);

/** Left out of every root file system: a machine that lives for minutes needs no documentation and no translations. */
export const excluded = ["/usr/share/man/*", "/usr/share/doc/*", "/usr/share/locale/*", "/usr/share/info/*"];

/** Where a machine has the packages that it does not install. */
const downloadsDir = "/usr/lib/drillbook/packages";

/** The folder of the lists of downloads. */
export const listsName = "DRILLBOOK_LISTS";

/** Downloads them with mmdebstrap's apt, whose configuration its hooks get. */
const downloadPackages =
  'APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" sh "$DRILLBOOK_IMAGES/scripts/download-packages.sh" ' +
  `"$${listsName}" "$1${downloadsDir}"`;

const usualOptions = ({ aptOptions }: Release): string[] => [
  ...['--aptopt=Acquire::Languages "none"', "--dpkgopt=force-unsafe-io"],
  ...aptOptions.map((option) => `--aptopt=${option}`),
  ...excluded.map((pattern) => `--dpkgopt=path-exclude=${pattern}`),
];

/** For a root file system of these packages. */
export const mmdebstrapOptions = (packages: readonly string[], release: Release = usualRelease): string[] => [
  ...["--variant=minbase", `--include=${packages.join(",")}`],
  ...usualOptions(release),
  `--customize-hook=${downloadPackages}`,
];

/** The root file system that packages are added to. */
export const baseTarName = "DRILLBOOK_BASE_TAR";

/**
 * For these packages on top of a root file system that the environment names, in a quarter of the time of a new one.
 * Without device files, because only the host's root may make them; a machine's kernel makes its own.
 */
export const addPackagesOptions = (
  packages: readonly string[],
  release: Release = usualRelease,
): string[] => [
  ...["--variant=custom", `--include=${packages.join(",")}`],
  ...usualOptions(release),
  `--setup-hook=tar -C "$1" --exclude "./dev/*" -xf "$${baseTarName}"`,
];

/** Runs the following command in namespaces, as their root: its mounts and processes end with it, and it with us. */
const confined = (): string[] => [
  ...["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child"],
  ...(isRoot() ? [] : ["--map-root-user", "--map-auto"]),
  "--mount-proc",
];

export type BuildOptions = {
  readonly setup: boolean;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
};

const needsIds = (got: string) =>
  new HostNotReadyError("a root file system cannot be made here without root", {
    expected:
      "a user name space with ids of its own (the package uidmap, and lines in /etc/subuid and /etc/subgid)",
    got,
    next: "sudo usermod --add-subuids 200000-265535 --add-subgids 200000-265535 $USER, or run the command once as root",
  });

/**
 * Runs a command that makes a root file system with mmdebstrap, and hands on what mmdebstrap says of its progress.
 * @throws HostNotReadyError when this user may not make one
 * @throws MachineError with its last lines when it fails
 */
export const runMmdebstrap = async (
  words: readonly string[],
  workDir: string,
  {
    onProgress,
    signal,
    timeoutMs = buildTimeoutMs,
  }: Pick<BuildOptions, "onProgress" | "signal"> & { readonly timeoutMs?: number },
  env: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const [command = "", ...args] = [...confined(), ...words];
  const limitMs = onThisHost(timeoutMs);
  const run = execa(command, args, {
    all: true,
    lines: true,
    stdin: "ignore",
    reject: false,
    timeout: limitMs,
    cancelSignal: signal,
    env: { TMPDIR: workDir, LC_ALL: "C.UTF-8", DRILLBOOK_IMAGES: sourceDir, ...env },
  });
  for await (const line of run.iterable({ from: "all" })) {
    if (line.startsWith("I: ") && !line.includes(workDir)) onProgress(`  ${line.slice(3)}`);
  }
  const result = await run;
  if (!result.failed) return;
  const refused = isRoot() ? undefined : result.all.find((line) => /^unshare: |^newuidmap: /.test(line));
  if (refused !== undefined) throw needsIds(refused);
  throw new MachineError("mmdebstrap could not make the root file system", {
    command: `mmdebstrap --variant=minbase --include=… ${words.find((word) => suites.includes(word)) ?? ""}`,
    got: result.isCanceled ? "it was interrupted" : result.all.slice(-15).join("\n"),
    ...(result.timedOut
      ? { waited: `${Math.round(limitMs / 60_000)} min`, next: "run it again when this host is less busy" }
      : {
          next:
            adviceOnPackages(result.all.join("\n")) ??
            "Debian's mirror must be reachable from this host for the first build",
        }),
  });
};
