import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../errors.ts";
import type { ProjectFile } from "./project-files.ts";

/** Files that were written, and those that were there and are as they were; by their paths. */
export type Written = { readonly written: readonly string[]; readonly kept: readonly string[] };

/** Writes what is missing and changes nothing that is there. @throws UsageError when the folder cannot be written to */
export const writeProject = (folder: string, files: readonly ProjectFile[]): Written => {
  const written: string[] = [];
  const kept: string[] = [];
  for (const { path, content } of files) {
    const file = join(folder, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      // A file that came to be there meanwhile is not overwritten, either.
      writeFileSync(file, content, { flag: "wx" });
      written.push(path);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") {
        throw new UsageError(`${file} cannot be written`, {
          got: cause instanceof Error ? cause.message : String(cause),
          next: "give write permission there, or choose another folder; what was written stays",
          cause,
        });
      }
      kept.push(path);
    }
  }
  return { written, kept };
};
