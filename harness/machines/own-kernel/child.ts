import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { identify, type ProcessIdentity } from "../engine/process-identity.ts";
import { textIn } from "../files.ts";

const keptConsoleBytes = 64 * 1024;

type ChildStart = {
  readonly words: readonly string[];
  /** The file that gets its stdout; nothing of it is kept without one. */
  readonly output?: string;
  /** The file that gets its stderr. */
  readonly errors: string;
  /** It lives on without this process. */
  readonly keep: boolean;
};

/** A process of a machine, in a session of its own: Ctrl-C at the terminal is for the harness. */
export class Child {
  readonly identity: ProcessIdentity | undefined;
  /** Resolves with its exit code or signal, in words. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #errorFile: string;
  #end: string | undefined;

  /** Starts it; it dies with this process, unless it is kept. */
  constructor({ words, output, errors: errorFile, keep }: ChildStart) {
    const errors = openSync(errorFile, "w");
    const printed = output === undefined ? "ignore" : openSync(output, "a");
    const [command = "", ...args] = [...(keep ? [] : ["setpriv", "--pdeathsig", "KILL"]), ...words];
    const child = spawn(command, args, { detached: true, stdio: ["ignore", printed, errors] });
    closeSync(errors);
    if (typeof printed === "number") closeSync(printed);
    this.#child = child;
    this.#errorFile = errorFile;
    this.identity = identify(child.pid ?? 0);
    this.ended = new Promise((resolve) => {
      const over = (how: string) => {
        this.#end = how;
        resolve(how);
      };
      child.once("error", (error) => over(error.message));
      child.once("exit", (code, signal) =>
        over(signal ? `ended by ${signal}` : `ended with exit code ${code}`),
      );
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isAlive(): boolean {
    return this.#end === undefined;
  }

  /** Its stderr. */
  get errors(): string {
    return textIn(this.#errorFile)?.trim() ?? "";
  }

  /** Resolves when it has ended. */
  kill(signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<string> {
    if (this.isAlive) this.#child.kill(signal);
    return this.ended;
  }

  /** Lets this process end before it. */
  detach(): void {
    this.#child.unref();
  }
}

/** The end of a console's file; empty without one. */
export const consoleIn = (file: string): string => (textIn(file) ?? "").slice(-keptConsoleBytes);
