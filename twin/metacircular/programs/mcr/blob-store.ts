import { mkdirSync, statSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Fatal, reason } from "../lib/fatal.ts";
import { hexOf } from "./digest.ts";

const syncPath = async (path: string): Promise<void> => {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Blobs as files named by their digest; only the manifests relate them to repositories. */
export class BlobStore {
  readonly #directory: string;

  /** @throws Fatal when the directory cannot be made. */
  constructor(blobDir: string) {
    this.#directory = join(blobDir, "sha256");
    try {
      mkdirSync(this.#directory, { recursive: true });
    } catch (error) {
      throw new Fatal(`open blob store: ${reason(error)}`);
    }
  }

  /** @throws RegistryProblem when it is no digest. */
  fileOf(digest: string): string {
    const hex = hexOf(digest);
    return join(this.#directory, hex.slice(0, 2), hex);
  }

  /** In bytes; `undefined` when there is no such blob. @throws RegistryProblem when it is no digest */
  sizeOf(digest: string): number | undefined {
    return statSync(this.fileOf(digest), { throwIfNoEntry: false })?.size;
  }

  /** Makes a complete file the blob of this digest; after a power loss it is whole or absent. */
  async adopt(file: string, digest: string): Promise<void> {
    const target = this.fileOf(digest);
    await mkdir(dirname(target), { recursive: true });
    await syncPath(file);
    await rename(file, target);
    await syncPath(dirname(target));
  }
}
