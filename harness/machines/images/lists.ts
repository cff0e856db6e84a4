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

/** The Debian packages of a machine, whatever its kind. */
export const packageList = (): string[] => parseList(readFileSync(`${sourceDir}packages.txt`, "utf8"));
