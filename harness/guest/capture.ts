import { readSync } from "node:fs";
import { Socket } from "node:net";
import type { Pipe, PipePool } from "./pipes.ts";
import { outputCapBytes } from "./protocol.ts";

const drainBytes = 64 * 1024;

/** Collects what is written into a pipe, up to the cap, until every writer is gone or `stop` is called. */
export class Capture {
  cutBytes = 0;
  readonly #parts: Buffer[] = [];
  #bytes = 0;
  readonly #pool: PipePool;
  readonly #pipe: Pipe;
  readonly #fd: number;
  readonly #socket: Socket;
  #over = false;

  /** Called once, when every writer is gone. */
  onEnd = (): void => {};

  /**
   * Made before the pipe gets its writer: a reader that comes after the last writer is told of no end.
   * The pipe goes back to the pool when it is read to its end, and is closed otherwise.
   */
  constructor(pool: PipePool, pipe: Pipe) {
    this.#pool = pool;
    this.#pipe = pipe;
    this.#fd = pipe.openReader();
    this.#socket = new Socket({ fd: this.#fd, readable: true, writable: false });
    this.#socket.on("data", (data: Buffer) => this.#keep(data));
    this.#socket.once("end", () => {
      if (this.#over) return;
      this.#over = true;
      this.#pool.giveBack(this.#pipe);
      this.onEnd();
    });
    this.#socket.once("error", () => {
      this.#over = true;
      this.#pipe.close();
      this.onEnd();
    });
  }

  get output(): Buffer {
    return Buffer.concat(this.#parts);
  }

  /** Takes what is in the pipe at this moment, and closes it even when somebody still holds its other end. */
  stop(): void {
    if (this.#over) return;
    this.#over = true;
    this.#socket.pause();
    for (let part = this.#socket.read() as Buffer | null; part; part = this.#socket.read()) this.#keep(part);
    this.#drain();
    this.#socket.destroy();
    this.#pipe.close();
  }

  #drain(): void {
    // A writer that never rests must not keep us here: no more than what one pipe holds, several times over.
    for (let turn = 0; turn < 64; turn += 1) {
      const part = Buffer.allocUnsafe(drainBytes);
      try {
        const bytes = readSync(this.#fd, part);
        if (bytes === 0) return;
        this.#keep(part.subarray(0, bytes));
      } catch {
        return;
      }
    }
  }

  #keep(data: Buffer): void {
    const room = outputCapBytes - this.#bytes;
    const kept = data.length <= room ? data : data.subarray(0, room);
    if (kept.length > 0) this.#parts.push(kept);
    this.#bytes += kept.length;
    this.cutBytes += data.length - kept.length;
  }
}
