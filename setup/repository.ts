import { join } from "node:path";

/** The folder of this repository. */
export const repositoryRoot = join(import.meta.dirname, "..");
