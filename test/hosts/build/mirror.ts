import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { engineCommands, type HostCommand, imageCommands } from "#harness/machines/engine/host-commands.ts";
import { digestOfParts } from "#harness/machines/images/digest.ts";
import { packageList } from "#harness/machines/images/lists.ts";
import type { BuildOptions } from "#harness/machines/images/mmdebstrap.ts";
import { makeWorkDir, removeWorkDir } from "#harness/machines/images/work-dir.ts";
import { vmRoot } from "#harness/machines/vm/paths.ts";
import { ownContents } from "../../own-machines.ts";

const aptMs = 900_000;
const sources = [
  ["debian", "trixie"],
  ["debian", "trixie-updates"],
  ["debian-security", "trixie-security"],
] as const;

const packagesOf = (commands: readonly HostCommand[]): string[] =>
  commands.flatMap(({ packages }) => packages);

/** The packages that a drill installs on a bare host, those of the machine image, and their dependencies. */
const wanted = (): string[] => [
  ...["?essential", "?priority(required)", "apt", "openssl"],
  ...packagesOf([...engineCommands, ...imageCommands]),
  ...packageList(ownContents),
  ...ownContents.downloads.packages,
];

/** A separate apt without installed packages, so that it downloads all that a suite needs. */
const aptConf = (dir: string): string =>
  [
    `Dir::Etc "${dir}/etc";`,
    'Dir::Etc::main "/dev/null";',
    `Dir::Etc::Parts "${dir}/etc/none";`,
    `Dir::Etc::sourceparts "${dir}/etc/none";`,
    'Dir::Etc::trusted "/usr/share/keyrings/debian-archive-keyring.gpg";',
    `Dir::Etc::trustedparts "${dir}/etc/none";`,
    `Dir::State "${dir}/state";`,
    `Dir::State::status "${dir}/status";`,
    `Dir::Cache "${dir}/cache";`,
    'Acquire::Languages "none";',
    // The lists are unchanged, so that their digests are those that Debian signed.
    'Acquire::IndexTargets::deb::Packages::KeepCompressed "true";',
    'Acquire::IndexTargets::deb::Packages::KeepCompressedAs "xz";',
    'APT::Sandbox::User "root";',
    'APT::Install-Recommends "false";',
  ].join("\n");

/**
 * A part of Debian's mirror: its signed lists, and the packages that a bare host needs. A folder that an HTTP server
 * serves as deb.debian.org and security.debian.org.
 */
export const makeMirror = async ({ onProgress, signal }: BuildOptions): Promise<string> => {
  const parent = join(vmRoot(), "hosts");
  mkdirSync(parent, { recursive: true });
  const target = join(parent, `mirror-${digestOfParts(wanted())}`, "mirror");
  if (existsSync(target)) return target;
  onProgress("copying a part of Debian's mirror for hosts …");
  const workDir = makeWorkDir("mirror", parent);
  try {
    const apt = join(workDir, "apt");
    const made = join(workDir, "made");
    for (const folder of ["etc/none", "state/lists/partial", "cache/archives/partial"])
      await mkdir(join(apt, folder), { recursive: true });
    writeFileSync(join(apt, "status"), "");
    writeFileSync(join(apt, "apt.conf"), aptConf(apt));
    const lines = sources.map(([path, suite]) => `deb http://deb.debian.org/${path} ${suite} main\n`);
    writeFileSync(join(apt, "etc/sources.list"), lines.join(""));
    const options = {
      env: { APT_CONFIG: join(apt, "apt.conf"), LC_ALL: "C.UTF-8" },
      timeout: aptMs,
      cancelSignal: signal,
    };
    await execa("apt-get", ["-q", "update"], options);
    await copyLists(join(apt, "state/lists"), made);
    const install = ["-q", "-y", "install", ...wanted()];
    const { stdout } = await execa("apt-get", ["--print-uris", "-q", ...install], options);
    await execa("apt-get", ["--download-only", ...install], options);
    for (const [, uri = "", file = ""] of stdout.matchAll(/^'(\S+)' (\S+) /gm)) {
      const to = join(made, decodeURIComponent(new URL(uri).pathname));
      await mkdir(dirname(to), { recursive: true });
      await cp(join(apt, "cache/archives", file), to);
    }
    mkdirSync(dirname(target), { recursive: true });
    renameSync(made, target);
  } finally {
    removeWorkDir(workDir);
  }
  return target;
};

/** apt's file names are the addresses, with "_" for "/". */
const copyLists = async (lists: string, made: string): Promise<void> => {
  for (const name of readdirSync(lists)) {
    if (!/_(?:InRelease|Packages\.xz)$/.test(name)) continue;
    const to = join(made, name.replaceAll("_", "/").replace(/^[^/]*\//, ""));
    await mkdir(dirname(to), { recursive: true });
    await cp(join(lists, name), to);
  }
};
