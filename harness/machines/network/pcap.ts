import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";

const magic = 0xa1b2c3d4;
const wholeFrameBytes = 262_144;
const ethernet = 1;

/** A capture file, every frame in it as soon as it has passed. Source: pcap-savefile(5). */
export class PcapWriter {
  readonly #file: number;
  #open = true;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#file = openSync(path, "w");
    const head = Buffer.alloc(24);
    head.writeUInt32LE(magic, 0);
    head.writeUInt16LE(2, 4);
    head.writeUInt16LE(4, 6);
    head.writeUInt32LE(wholeFrameBytes, 16);
    head.writeUInt32LE(ethernet, 20);
    writeSync(this.#file, head);
  }

  /** `atMs` since 1970, with its fraction. */
  write(frame: Uint8Array, atMs: number): void {
    if (!this.#open) return;
    const head = Buffer.alloc(16);
    head.writeUInt32LE(Math.floor(atMs / 1000), 0);
    head.writeUInt32LE(Math.floor((atMs % 1000) * 1000), 4);
    head.writeUInt32LE(frame.length, 8);
    head.writeUInt32LE(frame.length, 12);
    writeSync(this.#file, Buffer.concat([head, frame]));
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#file);
  }
}
