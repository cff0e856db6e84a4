import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync, statSync } from "node:fs";
import { rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Fatal, reason } from "../lib/fatal.ts";
import type { BlobStore } from "./blob-store.ts";
import { hexOf } from "./digest.ts";
import { RegistryProblem } from "./registry-problem.ts";

const READ_BYTES = 262_144;

const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: READ_BYTES }), hash);
  return hash.digest("hex");
};

/** Unfinished uploads: a file each, whose size is the only state, so that a restart loses none. */
export class UploadStore {
  readonly #directory: string;
  readonly #blobs: BlobStore;
  readonly #busy = new Set<string>();

  /** @throws Fatal when the directory cannot be made. */
  constructor(blobDir: string, blobs: BlobStore) {
    this.#directory = join(blobDir, "uploads");
    this.#blobs = blobs;
    try {
      mkdirSync(this.#directory, { recursive: true });
    } catch (error) {
      throw new Fatal(`open blob store: ${reason(error)}`);
    }
  }

  async begin(): Promise<string> {
    const id = randomUUID();
    await writeFile(this.#fileOf(id), "", { flag: "wx" });
    return id;
  }

  /** The number of bytes received. @throws RegistryProblem when there is no such upload */
  sizeOf(id: string): number {
    const size = /^[0-9a-f-]{36}$/.test(id)
      ? statSync(this.#fileOf(id), { throwIfNoEntry: false })?.size
      : undefined;
    if (size !== undefined) return size;
    throw new RegistryProblem(404, "BLOB_UPLOAD_UNKNOWN", `blob upload unknown to registry: ${id}`);
  }

  /** Appends the body; a body that is not `length` bytes long, if that is given, is discarded. */
  append(id: string, body: Readable, length?: number): Promise<void> {
    return this.#alone(id, () => this.#write(id, body, length));
  }

  /** Appends the body, and makes the whole file the blob of this digest. */
  finish(id: string, digest: string, body: Readable, length?: number): Promise<void> {
    const expected = hexOf(digest);
    return this.#alone(id, async () => {
      await this.#write(id, body, length);
      const actual = await sha256Of(this.#fileOf(id));
      if (actual === expected) return this.#blobs.adopt(this.#fileOf(id), digest);
      await rm(this.#fileOf(id));
      throw new RegistryProblem(
        400,
        "DIGEST_INVALID",
        `provided digest did not match uploaded content: ${digest} was claimed, sha256:${actual} came`,
      );
    });
  }

  cancel(id: string): Promise<void> {
    return this.#alone(id, () => rm(this.#fileOf(id)));
  }

  #fileOf(id: string): string {
    return join(this.#directory, id);
  }

  async #write(id: string, body: Readable, length: number | undefined): Promise<void> {
    const file = this.#fileOf(id);
    const before = this.sizeOf(id);
    await pipeline(body, createWriteStream(file, { flags: "a" }));
    const came = this.sizeOf(id) - before;
    if (length === undefined || came === length) return;
    await truncate(file, before);
    throw new RegistryProblem(400, "SIZE_INVALID", `Content-Range tells ${length} bytes, ${came} came`);
  }

  async #alone(id: string, work: () => Promise<void>): Promise<void> {
    this.sizeOf(id);
    if (this.#busy.has(id)) {
      throw new RegistryProblem(409, "BLOB_UPLOAD_INVALID", `another request writes to upload ${id}`);
    }
    this.#busy.add(id);
    try {
      await work();
    } finally {
      this.#busy.delete(id);
    }
  }
}
