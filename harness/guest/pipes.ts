import { execFile } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { promisify } from "node:util";
import { makeMemoryFolder } from "./memory-folder.ts";
import { messageOf, Refusal } from "./refusal.ts";

const run = promisify(execFile);
const batch = 64;
const nonBlocking = constants.O_RDONLY | constants.O_NONBLOCK;

const pipeOf = (end: number): Pipe => {
  const path = `/proc/${process.pid}/fd/${end}`;
  const open = (flags: number) => () => openSync(path, flags);
  return {
    path,
    fd: end,
    openReader: open(nonBlocking),
    openWriter: open(constants.O_WRONLY),
    close: () => closeSync(end),
  };
};

/** A real pipe, known by a reading end that stays open: the others are opened through it. */
export type Pipe = {
  /** Never waits for data; it reads as ended while the pipe has no writer. */
  readonly fd: number;
  /** A path that another process of root can open. */
  readonly path: string;
  /** Never waits for data. */
  readonly openReader: () => number;
  readonly openWriter: () => number;
  readonly close: () => void;
};

/**
 * Real pipes for the commands. Node's are sockets, on which `> /dev/stderr` fails, and another user cannot open root's
 * anonymous pipe in that way. Named pipes with mode 0666 work; their names are removed at once.
 */
export class PipePool {
  readonly #pipes: Pipe[] = [];
  #filling: Promise<void> | undefined;

  /** Two pipes; return or close each. */
  async take(): Promise<readonly [Pipe, Pipe]> {
    for (;;) {
      if (this.#pipes.length < 2) await this.fill();
      const [first, second] = this.#pipes.splice(-2);
      if (first !== undefined && second !== undefined) return [first, second];
      // Other waiting calls took them.
      if (first !== undefined) this.#pipes.push(first);
    }
  }

  /** Only a pipe that was read to its end, so that no process holds it. */
  giveBack(pipe: Pipe): void {
    this.#pipes.push(pipe);
  }

  fill(): Promise<void> {
    this.#filling ??= this.#make().finally(() => {
      this.#filling = undefined;
    });
    return this.#filling;
  }

  async #make(): Promise<void> {
    using folder = makeMemoryFolder();
    try {
      const names = Array.from({ length: batch }, (_, index) => `${folder.path}/${index}`);
      await run("mkfifo", ["-m", "0666", ...names]);
      for (const name of names) this.#pipes.push(pipeOf(openSync(name, nonBlocking)));
    } catch (error) {
      throw new Refusal(`no pipes could be made: ${messageOf(error)}`);
    }
  }
}
