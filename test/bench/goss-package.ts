import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostNotReadyError } from "#harness/errors.ts";
import { cacheRoot } from "#harness/machines/engine/cache-paths.ts";
import { suite } from "#harness/machines/images/lists.ts";

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** The archive of Debian itself that these lists of sources name, in either form. Source: sources.list(5). */
export const debianMirror = (sources: readonly string[]): string | undefined =>
  sources
    .flatMap((text) => text.split("\n"))
    .filter((line) => /^\s*(?:deb\s|URIs:)/.test(line))
    .flatMap((line) => line.match(/\b[a-z+]+:\/\/\S+/g) ?? [])
    .find((uri) => /\/debian\/?$/.test(uri));

const hostSources = (): string[] => {
  const parts = "/etc/apt/sources.list.d";
  const files = ["/etc/apt/sources.list", ...namesIn(parts).map((name) => join(parts, name))];
  return files.flatMap((file) =>
    statSync(file, { throwIfNoEntry: false }) ? [readFileSync(file, "utf8")] : [],
  );
};

const namesIn = (folder: string): string[] =>
  statSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder).toSorted() : [];

/**
 * The goss of the machines' Debian release, from the host's mirror; kept in the cache.
 * @throws HostNotReadyError when the host has no mirror of Debian
 */
export const ensureGoss = async (onProgress: (line: string) => void): Promise<string> => {
  const kept = join(cacheRoot(), "bench", `goss-${suite}-${process.arch}`);
  if (statSync(kept, { throwIfNoEntry: false })) return kept;
  const mirror = debianMirror(hostSources());
  if (mirror === undefined) {
    throw new HostNotReadyError("goss cannot be fetched: this host's apt has no mirror of Debian", {
      next: `put the goss of Debian ${suite} at ${kept}`,
    });
  }
  onProgress(`fetching goss from Debian ${suite} (once) …`);
  const folder = mkdtempSync(join(tmpdir(), "drillbook-goss-"));
  try {
    await download(folder, mirror);
    mkdirSync(join(cacheRoot(), "bench"), { recursive: true });
    copyFileSync(join(folder, "root/usr/bin/goss"), kept);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return kept;
};

/** With separate lists, state and cache, so that the host's apt has no other release. */
const download = async (folder: string, mirror: string): Promise<void> => {
  for (const name of ["lists/partial", "cache/archives/partial"]) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, "status"), "");
  writeFileSync(join(folder, "sources.list"), `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`);
  const options = {
    "Dir::Etc::SourceList": join(folder, "sources.list"),
    "Dir::Etc::SourceParts": "/dev/null",
    "Dir::State::Lists": join(folder, "lists"),
    "Dir::State::Status": join(folder, "status"),
    "Dir::Cache": join(folder, "cache"),
    "APT::Sandbox::User": "root",
    "Acquire::Languages": "none",
  };
  const apt = Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  const { $ } = await import("zx");
  const quietly = $({ cwd: folder, quiet: true, env: { ...process.env, LC_ALL: "C.UTF-8" } });
  await quietly`apt-get ${apt} update`;
  await quietly`apt-get ${apt} download goss`;
  const deb = readdirSync(folder).find((name) => name.endsWith(".deb")) ?? "goss.deb";
  await quietly`dpkg-deb -x ${deb} root`;
};
