import { execFile } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { promisify } from "node:util";
import { messageOf, Refusal } from "./refusal.ts";

const run = promisify(execFile);
const batch = 64;
const patient = constants.O_RDONLY | constants.O_NONBLOCK;

const pipeOf = (end: number): Pipe => {
  const open = (flags: number) => () => openSync(`/proc/self/fd/${end}`, flags);
  return {
    openReader: open(constants.O_RDONLY),
    openPatientReader: open(patient),
    openWriter: open(constants.O_WRONLY),
    close: () => closeSync(end),
  };
};

/** A real pipe, known by an end that is never read: the others are opened through it. */
export type Pipe = {
  readonly openReader: () => number;
  /** Never waits for data, as Node wants it. */
  readonly openPatientReader: () => number;
  readonly openWriter: () => number;
  readonly close: () => void;
};

/**
 * Real pipes for the commands. Node's own are sockets, on which `> /dev/stderr` fails; and an anonymous pipe
 * of root's cannot be opened so by another user. Named ones with mode 0666 can; their names are gone at once.
 */
export class PipePool {
  readonly #pipes: Pipe[] = [];
  #filling: Promise<void> | undefined;

  /** Each is to be given back or closed. */
  async take(count: number): Promise<Pipe[]> {
    while (this.#pipes.length < count) await this.fill();
    return this.#pipes.splice(-count);
  }

  /** Only a pipe that was read to its end: nobody holds it any more. */
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
    const folder = makeFolder();
    try {
      const names = Array.from({ length: batch }, (_, index) => `${folder}/${index}`);
      await run("mkfifo", ["-m", "0666", ...names]);
      for (const name of names) this.#pipes.push(pipeOf(openSync(name, patient)));
    } catch (error) {
      throw new Refusal(`no pipes could be made: ${messageOf(error)}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** In memory where it can be, for a drill may fill the disk. */
const makeFolder = (): string => {
  for (const parent of ["/run", "/dev/shm"]) {
    try {
      return mkdtempSync(`${parent}/drillbook-`);
    } catch {
      // tried elsewhere
    }
  }
  return mkdtempSync("/tmp/drillbook-");
};
