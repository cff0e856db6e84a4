import { closeSync, ftruncateSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { HostNotReadyError } from "../../errors.ts";

const magic = 0xa1b2c3d4;
const wholeFrameBytes = 262_144;
const ethernet = 1;

/**
 * A capture file, to which every frame is written at once. A full disk ends the capture but not the drill: the file then
 * has the complete frames, and is named `….incomplete.pcap`.
 * Source: pcap-savefile(5).
 */
export class PcapWriter {
  readonly #path: string;
  readonly #file: number;
  #wholeBytes = 0;
  #open = true;

  /** @throws HostNotReadyError when the file cannot be made */
  constructor(path: string) {
    this.#path = path;
    const head = Buffer.alloc(24);
    head.writeUInt32LE(magic, 0);
    head.writeUInt16LE(2, 4);
    head.writeUInt16LE(4, 6);
    head.writeUInt32LE(wholeFrameBytes, 16);
    head.writeUInt32LE(ethernet, 20);
    try {
      mkdirSync(dirname(path), { recursive: true });
      this.#file = openSync(path, "w");
      this.#append(head);
    } catch (cause) {
      const got = (cause as Error).message;
      throw new HostNotReadyError("the capture of a network cannot be written", {
        expected: path,
        got,
        cause,
      });
    }
  }

  /** `atMs` since 1970, with its fraction. */
  write(frame: Uint8Array, atMs: number): void {
    if (!this.#open) return;
    const head = Buffer.alloc(16);
    head.writeUInt32LE(Math.floor(atMs / 1000), 0);
    head.writeUInt32LE(Math.floor((atMs % 1000) * 1000), 4);
    head.writeUInt32LE(frame.length, 8);
    head.writeUInt32LE(frame.length, 12);
    try {
      this.#append(Buffer.concat([head, frame]));
    } catch {
      this.#giveUp();
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#file);
  }

  #append(bytes: Buffer): void {
    for (let from = 0; from < bytes.length; ) from += writeSync(this.#file, bytes, from);
    this.#wholeBytes += bytes.length;
  }

  #giveUp(): void {
    try {
      ftruncateSync(this.#file, this.#wholeBytes);
      renameSync(this.#path, this.#path.replace(/(\.pcap)?$/, ".incomplete.pcap"));
    } catch {
      // The folder may be gone, too.
    }
    this.close();
  }
}
