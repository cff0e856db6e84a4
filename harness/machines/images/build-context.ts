import {
  chmodSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { HostNotReadyError } from "../../errors.ts";
import type { ImageContents } from "../../scenario/image-contents.ts";
import type { Authority } from "./certificate-authority.ts";
import { digestOfParts } from "./digest.ts";
import { packageList, projectLists, sourceDir } from "./lists.ts";
import { type Release, releases, usualRelease } from "./releases.ts";

/** One file of what an image is built from. */
export type ContextFile = {
  readonly path: string;
  readonly data: Uint8Array;
  readonly executable: boolean;
};

const require = createRequire(import.meta.url);

/** The Node that every machine gets, for the guest agent and for the twin's programs. */
export const guestNode = (): { readonly file: string; readonly version: string } => {
  try {
    const manifest = require.resolve(`node-linux-${process.arch}/package.json`);
    const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
    return { file: join(dirname(manifest), "bin/node"), version };
  } catch (cause) {
    throw new HostNotReadyError(`no Node for a machine of this architecture (${process.arch})`, {
      expected: `the optional dependency node-linux-${process.arch}`,
      next: "npm install --include=optional",
      cause,
    });
  }
};

const filesBelow = (folder: string, prefix: string): ContextFile[] =>
  readdirSync(join(sourceDir, folder), { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => ({ name, full: join(sourceDir, folder, name) }))
    .filter(({ full }) => statSync(full).isFile())
    .map(({ name, full }) => ({
      path: join(prefix, name),
      data: readFileSync(full),
      executable: (statSync(full).mode & 0o100) !== 0,
    }));

const file = (path: string, data: Buffer): ContextFile => ({ path, data, executable: false });

const plain = (path: string, name: string): ContextFile => file(path, readFileSync(join(sourceDir, name)));

type ImageKind = "container" | "vm";

const inPlaceOf = (usual: readonly ContextFile[], own: readonly ContextFile[]): ContextFile[] => [
  ...usual.filter(({ path }) => !own.some((one) => one.path === path)),
  ...own,
];

/**
 * The inputs of both kinds, and those of this kind and this release: the lists and files with its name as prefix; and
 * the project's lists.
 */
const filesOf = (kind: ImageKind, contents: ImageContents, release: Release): ContextFile[] => {
  const otherReleases = Object.values(releases).filter(({ suite }) => suite !== release.suite);
  const others = [
    kind === "container" ? "vm-" : "container-",
    ...otherReleases.map(({ suite }) => `${suite}-`),
    // They are in the one list of packages.
    `${release.suite}-packages`,
  ];
  const ownFiles = `${release.suite}-${kind}-files`;
  const lists = readdirSync(sourceDir).filter(
    (name) => name.endsWith(".txt") && !others.some((other) => name.startsWith(other)),
  );
  return [
    ...lists.sort().map((name) => {
      const path = join("lists", name);
      return name === "packages.txt"
        ? file(path, Buffer.from(`${packageList(contents, release).join("\n")}\n`))
        : plain(path, name);
    }),
    ...[...projectLists(contents)].map(([name, text]) => file(join("lists", name), Buffer.from(text))),
    ...filesBelow("scripts", "scripts"),
    ...filesBelow("files", "files"),
    ...inPlaceOf(
      filesBelow(`${kind}-files`, "files"),
      existsSync(join(sourceDir, ownFiles)) ? filesBelow(ownFiles, "files") : [],
    ),
  ];
};

/** The generated inputs of an image. */
export type Made = {
  /** The guest agent, bundled. */
  readonly agent: string;
  readonly authority: Authority;
};

const agentFile = ({ agent }: Made): ContextFile => file("agent.mjs", Buffer.from(agent));

const authorityFiles = ({ authority }: Made): ContextFile[] => [
  file("files/etc/ssl/drillbook/ca.key", authority.key),
  file("files/etc/ssl/drillbook/ca.pem", authority.certificate),
  // Where `update-ca-certificates` looks.
  file("files/usr/local/share/ca-certificates/drillbook.crt", authority.certificate),
];

/** The inputs of a container machine's image, except its base and the Node binary. */
export const contextFiles = (
  made: Made,
  contents: ImageContents,
  release: Release = usualRelease,
): ContextFile[] => [
  plain("Dockerfile", "Dockerfile"),
  ...filesOf("container", contents, release),
  file("lists/release", Buffer.from(`${release.suite}\n`)),
  file("lists/apt.conf", Buffer.from(release.aptOptions.map((option) => `${option};\n`).join(""))),
  ...authorityFiles(made),
  agentFile(made),
];

/** The files of a virtual machine's root file system, except its packages and the Node binary. */
export const vmContextFiles = (made: Made, contents: ImageContents): ContextFile[] => [
  ...filesOf("vm", contents, usualRelease),
  ...authorityFiles(made),
  agentFile(made),
];

/** Changes with every input of the image. */
export const contextDigest = (files: readonly ContextFile[]): string =>
  digestOfParts([
    guestNode().version,
    process.arch,
    ...files.flatMap((file) => [file.path, file.data, String(file.executable)]),
  ]);

/** Lays the context out in a directory, with modes that do not depend on who cloned the repository. */
export const writeContext = (dir: string, files: readonly ContextFile[]): void => {
  for (const file of files) {
    const target = join(dir, file.path);
    mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
    writeFileSync(target, file.data);
    chmodSync(target, file.executable ? 0o755 : 0o644);
  }
  try {
    linkSync(guestNode().file, join(dir, "node"));
  } catch {
    cpSync(guestNode().file, join(dir, "node"));
  }
};
