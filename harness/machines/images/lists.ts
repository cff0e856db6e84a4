import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
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

/** The list of packages as a machine of this release gets it: that of all of them, and its own when it has one. */
export const packagesText = ({ suite: own }: Release): string => {
  const name = `${own}-packages.txt`;
  return existsSync(`${sourceDir}${name}`) ? `${read("packages.txt")}${read(name)}` : read("packages.txt");
};

/** The Debian packages of a machine, whatever its kind. */
export const packageList = (release: Release = usualRelease): string[] => parseList(packagesText(release));

/** What a virtual machine has beside them: a kernel, and what serves it. */
export const vmPackageList = (): string[] => parseList(read("vm-packages.txt"));
