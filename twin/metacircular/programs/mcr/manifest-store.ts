import type { DatabaseSync, StatementSync } from "node:sqlite";
import { inTransaction } from "../lib/database.ts";
import type { BlobStore } from "./blob-store.ts";
import { digestOf, isDigest } from "./digest.ts";
import { type Descriptor, partsOf } from "./manifest.ts";
import { RegistryProblem } from "./registry-problem.ts";

export type Manifest = { readonly digest: string; readonly mediaType: string; readonly content: Buffer };

const FIND = "select digest, media_type, content from manifests where repository = ? and digest = ";

const names = (statement: StatementSync, ...parameters: string[]): readonly string[] =>
  statement.all(...parameters).map((row) => String(row["name"]));

/** Manifests and tags, in the database. */
export class ManifestStore {
  readonly #database: DatabaseSync;
  readonly #blobs: BlobStore;
  readonly #byDigest: StatementSync;
  readonly #byTag: StatementSync;

  constructor(database: DatabaseSync, blobs: BlobStore) {
    this.#database = database;
    this.#blobs = blobs;
    this.#byDigest = database.prepare(`${FIND}?`);
    this.#byTag = database.prepare(
      `${FIND}(select digest from tags where repository = manifests.repository and name = ?)`,
    );
  }

  repositories(): readonly string[] {
    return names(
      this.#database.prepare("select distinct repository as name from manifests order by repository"),
    );
  }

  /** The tags of a repository, in their order. @throws RegistryProblem when there is no such repository */
  tags(repository: string): readonly string[] {
    const known = this.#database.prepare("select 1 from manifests where repository = ?").get(repository);
    if (known === undefined) {
      throw new RegistryProblem(404, "NAME_UNKNOWN", `repository name not known to registry: ${repository}`);
    }
    return names(
      this.#database.prepare("select name from tags where repository = ? order by name"),
      repository,
    );
  }

  /** By digest or by tag. @throws RegistryProblem when there is none */
  get(repository: string, reference: string): Manifest {
    const row = (isDigest(reference) ? this.#byDigest : this.#byTag).get(repository, reference);
    if (row === undefined) {
      throw new RegistryProblem(404, "MANIFEST_UNKNOWN", `manifest unknown: ${repository} ${reference}`);
    }
    return {
      digest: String(row["digest"]),
      mediaType: String(row["media_type"]),
      content: Buffer.from(row["content"] as Uint8Array),
    };
  }

  /** Stores the manifest, with a tag or only by its digest, which is returned. */
  put(repository: string, reference: string, mediaType: string, content: Buffer): string {
    const digest = digestOf(content);
    if (isDigest(reference) && reference !== digest) {
      throw new RegistryProblem(
        400,
        "DIGEST_INVALID",
        `provided digest did not match uploaded content: ${reference} was claimed, ${digest} came`,
      );
    }
    this.#refuseUnknownParts(repository, mediaType, content);
    inTransaction(this.#database, () => {
      this.#database
        .prepare("insert or ignore into manifests values (?, ?, ?, ?)")
        .run(repository, digest, mediaType, content);
      if (!isDigest(reference))
        this.#database
          .prepare("insert or replace into tags values (?, ?, ?)")
          .run(repository, reference, digest);
    });
    return digest;
  }

  /** Removes a tag, or a manifest with its tags. @throws RegistryProblem when there is none */
  delete(repository: string, reference: string): void {
    this.get(repository, reference);
    const run = (sql: string) => this.#database.prepare(sql).run(repository, reference);
    if (!isDigest(reference)) run("delete from tags where repository = ? and name = ?");
    else
      inTransaction(this.#database, () => {
        run("delete from tags where repository = ? and digest = ?");
        run("delete from manifests where repository = ? and digest = ?");
      });
  }

  #refuseUnknownParts(repository: string, mediaType: string, content: Buffer): void {
    const { blobs, manifests } = partsOf(content, mediaType);
    for (const blob of blobs) this.#refuseUnknownBlob(blob);
    for (const { digest } of manifests)
      if (this.#byDigest.get(repository, digest) === undefined) {
        throw new RegistryProblem(400, "MANIFEST_BLOB_UNKNOWN", `manifest unknown to registry: ${digest}`);
      }
  }

  #refuseUnknownBlob({ digest, size }: Descriptor): void {
    const found = this.#blobs.sizeOf(digest);
    if (found === undefined)
      throw new RegistryProblem(400, "MANIFEST_BLOB_UNKNOWN", `blob unknown to registry: ${digest}`);
    if (found !== size)
      throw new RegistryProblem(400, "SIZE_INVALID", `blob ${digest} has ${found} bytes, not ${size}`);
  }
}
