import { chownSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The fields of one line. */
export type Entry = readonly string[];

const keepOwner = (path: string, old: { uid: number; gid: number } | undefined): void => {
  if (old !== undefined && process.geteuid?.() === 0) chownSync(path, old.uid, old.gid);
};

/** One of the colon-separated files of /etc, changed in memory and written whole. */
export class AccountFile {
  readonly #path: string;
  readonly #before: string;
  #lines: readonly string[];

  constructor(root: string, file: string) {
    this.#path = join(root, file);
    this.#before = existsSync(this.#path) ? readFileSync(this.#path, "utf8") : "";
    this.#lines = this.#before.split("\n").filter((line) => line !== "");
  }

  find(name: string): Entry | undefined {
    return this.#lines.find((line) => line.startsWith(`${name}:`))?.split(":");
  }

  /** Replaces the line of the same name, or appends one. */
  put(entry: Entry): void {
    const line = entry.join(":");
    const at = this.#lines.findIndex((other) => other.startsWith(`${entry[0]}:`));
    this.#lines = at === -1 ? [...this.#lines, line] : this.#lines.with(at, line);
  }

  /** Writes the file atomically when it changed. */
  save(defaultMode: number): void {
    const after = this.#lines.map((line) => `${line}\n`).join("");
    if (after === this.#before) return;
    const old = existsSync(this.#path) ? statSync(this.#path) : undefined;
    const temporary = `${this.#path}.new`;
    writeFileSync(temporary, after, { mode: old?.mode ?? defaultMode });
    keepOwner(temporary, old);
    renameSync(temporary, this.#path);
  }
}
