import { readFileSync } from "node:fs";

/** A file of this folder, as text. */
export const readBesideThis = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

/** How `bundleOf` names a program: from the root of the repository. */
export const entryFile = (path: string): string => `twin/ai-stack/${path}`;
