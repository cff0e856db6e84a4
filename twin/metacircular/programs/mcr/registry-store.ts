import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Fatal, reason } from "../lib/fatal.ts";

const strings = (statement: StatementSync, ...parameters: string[]): readonly string[] =>
  statement.all(...parameters).map((row) => String(row["name"]));

/** What the registry holds: manifests and tags in its database, blobs as files. */
export class RegistryStore {
  readonly #blobDir: string;
  readonly #repositories: StatementSync;
  readonly #tags: StatementSync;

  /** @throws Fatal when the directory of the blobs cannot be made. */
  constructor(database: DatabaseSync, blobDir: string) {
    this.#blobDir = blobDir;
    this.#repositories = database.prepare("select distinct repository as name from manifests order by name");
    this.#tags = database.prepare("select name from tags where repository = ? order by name");
    try {
      mkdirSync(join(blobDir, "sha256"), { recursive: true });
    } catch (error) {
      throw new Fatal(`open blob store: ${reason(error)}`);
    }
  }

  repositories(): readonly string[] {
    return strings(this.#repositories);
  }

  /** The tags of a repository, `undefined` when there is no such repository. */
  tags(repository: string): readonly string[] | undefined {
    return this.repositories().includes(repository) ? strings(this.#tags, repository) : undefined;
  }

  /** Where the blob of this hex digest is kept. */
  blobFile(sha256: string): string {
    return join(this.#blobDir, "sha256", sha256.slice(0, 2), sha256);
  }
}
