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

/** The Debian packages of a machine of any kind: those of every release, and those of its own release. */
export const packageList = ({ suite: own }: Release = usualRelease): string[] => {
  const name = `${own}-packages.txt`;
  return parseList(`${read("packages.txt")}${existsSync(`${sourceDir}${name}`) ? read(name) : ""}`);
};

/** Packages, or apt's patterns of them, that a machine has as files and does not install. */
export const keptPackageList = (): string[] => parseList(read("kept-packages.txt"));

/** Additional packages of a virtual machine: a kernel and its tools. */
export const vmPackageList = (): string[] => parseList(read("vm-packages.txt"));
