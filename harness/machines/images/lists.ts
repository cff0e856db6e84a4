import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of lists, files and scripts from which every kind of machine image is built. */
export const sourceDir = fileURLToPath(new URL(".", import.meta.url));

export const suite = "trixie";

/** The entries of a list: one a line, `#` starts a comment. */
export const parseList = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "");

const readList = (name: string): string[] => parseList(readFileSync(`${sourceDir}${name}`, "utf8"));

/** The Debian packages of a machine, whatever its kind. */
export const packageList = (): string[] => readList("packages.txt");

/** Packages, or apt's patterns of them, that a machine has as files and does not install. */
export const keptPackageList = (): string[] => readList("kept-packages.txt");

/** What a virtual machine has beside them: a kernel, and what serves it. */
export const vmPackageList = (): string[] => readList("vm-packages.txt");
