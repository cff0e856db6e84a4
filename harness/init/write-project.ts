import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../errors.ts";
import type { ProjectFile } from "./project-files.ts";

/** Paths of the written files, and of existing files, which are unchanged. */
export type Written = { readonly written: readonly string[]; readonly kept: readonly string[] };

/** Writes the missing files, and changes no existing file. @throws UsageError when the folder cannot be written to */
export const writeProject = (folder: string, files: readonly ProjectFile[]): Written => {
  const written: string[] = [];
  const kept: string[] = [];
  for (const { path, content } of files) {
    const file = join(folder, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      // "wx" does not overwrite a file that another process has just made.
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
