import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export type ProgramEnd = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A program of the twin as a process, with an environment of nothing but what is given. */
export class RunningProgram implements AsyncDisposable {
  readonly ended: Promise<ProgramEnd>;
  readonly #child: ChildProcess;
  #stdout = "";
  #stderr = "";

  constructor(program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const main = fileURLToPath(new URL(`../${program}/main.ts`, import.meta.url));
    this.#child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, ...args], {
      env: { ...environment },
    });
    this.#child.stdout?.on("data", (chunk: Buffer) => {
      this.#stdout += chunk.toString();
    });
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.ended = once(this.#child, "close").then(([code]) => ({
      code: code as number | null,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }));
  }

  /** The port that the program says it listens on. @throws when it ends before */
  async port(): Promise<number> {
    const failed = this.ended.then((end) => {
      throw new Error(`exit ${end.code} before it listened: ${end.stderr}`);
    });
    failed.catch(() => undefined);
    for (;;) {
      const [, port] = /^listening \S+ \S+:(\d+)$/m.exec(this.#stdout) ?? [];
      if (port !== undefined) return Number(port);
      await Promise.race([once(this.#child.stdout ?? this.#child, "data"), failed]);
    }
  }

  signal(name: NodeJS.Signals): Promise<ProgramEnd> {
    this.#child.kill(name);
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.signal("SIGKILL");
  }
}
