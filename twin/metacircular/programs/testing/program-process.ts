import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "#harness/guest/bundle.ts";
import { repositoryRoot } from "#setup/repository.ts";

export type ProcessEnd = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

const bundles = new Map<string, Promise<string>>();

/** The bundle of a program, as on machines, made once; its entry file is relative to the repository. */
export const codeOf = (entryFile: string): Promise<string> => {
  const code = bundles.get(entryFile) ?? bundle(entryFile, repositoryRoot);
  bundles.set(entryFile, code);
  return code;
};

/** A program of the twin as machines run it: one file, in a process with only this environment. */
export class ProgramProcess implements AsyncDisposable {
  readonly ended: Promise<ProcessEnd>;
  readonly #child: ChildProcess;
  #stdout = "";
  #stderr = "";

  private constructor(file: string, args: readonly string[], environment: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", file, ...args], {
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

  /** Starts it; its file is put into the directory. */
  static async start(
    entryFile: string,
    directory: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<ProgramProcess> {
    const file = join(directory, "main.mjs");
    writeFileSync(file, await codeOf(entryFile));
    return new ProgramProcess(file, args, environment);
  }

  /** The port that it prints for a protocol. @throws when it ends before */
  async port(protocol: string): Promise<number> {
    const failed = this.ended.then(({ code, stderr }) => {
      throw new Error(`exit ${code} before it listened: ${stderr}`);
    });
    failed.catch(() => undefined);
    for (;;) {
      const [, port] = new RegExp(`^listening ${protocol} \\S+:(\\d+)$`, "m").exec(this.#stdout) ?? [];
      if (port !== undefined) return Number(port);
      await Promise.race([once(this.#child.stdout ?? this.#child, "data"), failed]);
    }
  }

  signal(name: NodeJS.Signals): Promise<ProcessEnd> {
    this.#child.kill(name);
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.signal("SIGKILL");
  }
}
