import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** A file or folder beside this one. */
export const besideThis = (path: string): string => join(here, path);

export const readBesideThis = (path: string): string => readFileSync(besideThis(path), "utf8");

/** How `bundleOf` names a program: from the root of the repository. */
export const entryFile = (path: string): string => `twin/metacircular/${path}`;
