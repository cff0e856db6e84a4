import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ImageContents } from "../../scenario/image-contents.ts";
import { type Release, usualRelease } from "./releases.ts";

/** The folder of lists, files and scripts from which every kind of machine image is built. */
export const sourceDir = fileURLToPath(new URL(".", import.meta.url));

/** Of virtual machines, and of container machines unless another podman is asked for. */
export const { suite } = usualRelease;

/** The entries of a list: one a line, `#` starts a comment. */
export const parseList = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "");

const read = (name: string): string => readFileSync(`${sourceDir}${name}`, "utf8");

/** The Debian packages of a machine of any kind: those of every machine, those of its release, and the project's. */
export const packageList = (
  { packages }: ImageContents,
  { suite: own }: Release = usualRelease,
): string[] => {
  const name = `${own}-packages.txt`;
  const ownList = existsSync(`${sourceDir}${name}`) ? read(name) : "";
  return [...new Set([...parseList(read("packages.txt")), ...parseList(ownList), ...packages])].toSorted();
};

const lines = (entries: readonly string[]): string => entries.map((entry) => `${entry}\n`).join("");

/** What `download-packages.sh` reads, by name. */
export const downloadLists = ({ downloads }: ImageContents): ReadonlyMap<string, string> =>
  new Map([
    ["downloads.txt", lines(downloads.packages)],
    ["download-exceptions.txt", lines(downloads.except)],
  ]);

/** The project's lists beside that of packages, by name. */
export const projectLists = (contents: ImageContents): ReadonlyMap<string, string> => {
  const { reservedIds, maskedUnits } = contents;
  const ids = [
    ...reservedIds.groups.map((id) => `group ${id}`),
    ...reservedIds.users.map((id) => `user ${id}`),
  ];
  return new Map([
    ...downloadLists(contents),
    ["reserved-ids.txt", lines(ids)],
    // As the other lists of masked units, by the end of its name.
    ["project-masked-units.txt", lines(maskedUnits)],
  ]);
};

/** Additional packages of a virtual machine: a kernel and its tools. */
export const vmPackageList = (): string[] => parseList(read("vm-packages.txt"));
