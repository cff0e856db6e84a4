import { constants, lstatSync } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { findOwner } from "./account.ts";
import { chunkBytes } from "./frames.ts";
import type { FileFacts, WriteCall } from "./protocol.ts";
import { codeOf, messageOf, Refusal } from "./refusal.ts";

/** Passes on the file in chunks; the next is read when the last was accepted. */
export const readChunks = async (
  path: string,
  take: (chunk: Buffer) => Promise<void> | undefined,
): Promise<void> => {
  try {
    await using file = await open(path, "r");
    if ((await file.stat()).isDirectory()) throw new Refusal("it is a directory");
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, null);
      if (bytesRead === 0) return;
      await take(buffer.subarray(0, bytesRead));
    }
  } catch (error) {
    throw new Refusal(`${path} cannot be read: ${reason(error)}`);
  }
};

export const fileFacts = (path: string): FileFacts => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return { exists: false };
  const type = found.isFile()
    ? "file"
    : found.isDirectory()
      ? "directory"
      : found.isSymbolicLink()
        ? "link"
        : "other";
  return {
    exists: true,
    type,
    bytes: found.size,
    mode: (found.mode & 0o7777).toString(8).padStart(4, "0"),
    uid: found.uid,
    gid: found.gid,
    modifiedMs: found.mtimeMs,
  };
};

let writes = 0;

/** Writes a temporary file beside the target and renames it when it is complete and on disk. */
export class FileWriter {
  readonly #call: WriteCall;
  readonly #temporary: string;
  #file: FileHandle | undefined;

  constructor(call: WriteCall) {
    this.#call = call;
    writes += 1;
    this.#temporary = `${dirname(call.path)}/.drillbook-${process.pid}-${writes}`;
  }

  async append(data: Buffer): Promise<void> {
    await this.#try(async () => {
      await (await this.#open()).writeFile(data);
    });
  }

  async commit(): Promise<void> {
    await this.#try(async () => {
      const { uid, gid } = findOwner(this.#call.owner);
      const file = await this.#open();
      await file.chown(uid, gid);
      await file.chmod(Number.parseInt(this.#call.mode, 8));
      await file.sync();
      await file.close();
      await rename(this.#temporary, this.#call.path);
    });
  }

  /** Removes an unfinished write. */
  async abandon(): Promise<void> {
    await this.#file?.close().catch(() => {});
    await rm(this.#temporary, { force: true }).catch(() => {});
  }

  async #open(): Promise<FileHandle> {
    if (this.#file === undefined) {
      await mkdir(dirname(this.#call.path), { recursive: true });
      this.#file = await open(
        this.#temporary,
        constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
        0o600,
      );
    }
    return this.#file;
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.abandon();
      throw new Refusal(`${this.#call.path} cannot be written: ${reason(error)}`);
    }
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EISDIR: "it is a directory",
  EEXIST: "a part of the path is not a directory",
  ENOTDIR: "a part of the path is not a directory",
  ENOSPC: "no space left on the disk",
  EROFS: "the file system is read-only",
  EBUSY: "it is mounted over",
};

const reason = (error: unknown): string => reasons[codeOf(error)] ?? messageOf(error);
