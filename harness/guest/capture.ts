import { readSync } from "node:fs";
import { Socket } from "node:net";
import type { Pipe, PipePool } from "./pipes.ts";

/** Bytes kept of each of a command's stdout and stderr. */
const outputCapBytes = 4 * 1024 * 1024;

/** The buffer of one read, used only between two system calls. */
const scratch = Buffer.allocUnsafe(64 * 1024);

/** Collects the data of a pipe, up to the cap, until every writer is gone or `stop` is called. */
export class Capture {
  cutBytes = 0;
  readonly #parts: Buffer[] = [];
  #bytes = 0;
  readonly #pool: PipePool;
  readonly #pipe: Pipe;
  #socket: Socket | undefined;
  #over = false;

  /** Called once, when every writer is gone; not before `listen`. */
  onEnd = (): void => {};

  /** The pipe goes back to the pool when it is read to its end, and is closed otherwise. */
  constructor(pool: PipePool, pipe: Pipe) {
    this.#pool = pool;
    this.#pipe = pipe;
  }

  /**
   * Reads whenever there is data, so that no writer has to wait. A reader that opens after the last writer gets no end
   * event; `takeAll` finds the end.
   */
  listen(): void {
    if (this.#over || this.#socket !== undefined) return;
    const socket = new Socket({ fd: this.#pipe.openReader(), readable: true, writable: false });
    this.#socket = socket;
    socket.on("data", (data: Buffer) => this.#keep(data));
    socket.once("end", () => {
      if (this.#over) return;
      this.#over = true;
      this.#pool.giveBack(this.#pipe);
      this.onEnd();
    });
    socket.once("error", () => {
      this.#over = true;
      this.#pipe.close();
      this.onEnd();
    });
  }

  /** Reads the data in the pipe; true at its end. Not before it has a writer. */
  takeAll(): boolean {
    if (this.#over || this.#drain() !== "end") return false;
    this.#over = true;
    this.#socket?.destroy();
    this.#pool.giveBack(this.#pipe);
    return true;
  }

  get output(): Buffer {
    return Buffer.concat(this.#parts);
  }

  /** Reads the data in the pipe, and closes it even while a process holds its other end. */
  stop(): void {
    if (this.#over) return;
    this.#over = true;
    this.#drain();
    this.#socket?.destroy();
    this.#pipe.close();
  }

  /** "end": every writer is gone. */
  #drain(): "end" | "more to come" {
    // Limited to a few times the size of a pipe, because a busy writer never ends.
    for (let turn = 0; turn < 64; turn += 1) {
      try {
        const bytes = readSync(this.#pipe.fd, scratch);
        if (bytes === 0) return "end";
        this.#keep(Buffer.from(scratch.subarray(0, bytes)));
      } catch {
        break;
      }
    }
    return "more to come";
  }

  #keep(data: Buffer): void {
    const room = outputCapBytes - this.#bytes;
    const kept = data.length <= room ? data : data.subarray(0, room);
    if (kept.length > 0) this.#parts.push(kept);
    this.#bytes += kept.length;
    this.cutBytes += data.length - kept.length;
  }
}
