import type { Program, Run } from "../lib/run.ts";
import { startProgram } from "../lib/run-process.ts";

/** Waits long for other programs in this process, because other tests use the processors, too. */
const PATIENCE = 20;

export type ProgramEnd = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** The inputs that a test gives a program. */
export type Around = Partial<Pick<Run, "environment" | "now" | "patience">>;

/** The output of a program, and the rest of a run. */
export class Recorded {
  readonly run: Run;
  stdout = "";
  stderr = "";
  #printed = Promise.withResolvers<void>();

  constructor(args: readonly string[], around: Around = {}) {
    this.run = {
      args,
      environment: {},
      print: (text) => {
        this.stdout += text;
        this.#printed.resolve();
        this.#printed = Promise.withResolvers();
      },
      warn: (text) => {
        this.stderr += text;
      },
      now: () => performance.now(),
      patience: PATIENCE,
      closing: new AsyncDisposableStack(),
      ...around,
    };
  }

  /** Resolves at the next output. */
  get printed(): Promise<void> {
    return this.#printed.promise;
  }

  end(code: number): ProgramEnd {
    return { code, stdout: this.stdout, stderr: this.stderr };
  }
}

/** A program of the twin in this process, with only the given environment. */
export class RunningProgram implements AsyncDisposable {
  readonly ended: Promise<ProgramEnd>;
  readonly #recorded: Recorded;
  readonly #isOver = Promise.withResolvers<void>();

  constructor(program: Program, args: readonly string[], around: Around = {}) {
    this.#recorded = new Recorded(args, around);
    this.ended = this.#start(program);
  }

  async #start(program: Program): Promise<ProgramEnd> {
    const { run } = this.#recorded;
    const code = await startProgram(program, run);
    if (code === undefined) await this.#isOver.promise;
    else await run.closing.disposeAsync();
    return this.#recorded.end(code ?? 0);
  }

  /** The port that it prints for each protocol. */
  get ports(): ReadonlyMap<string, number> {
    const lines = this.#recorded.stdout.matchAll(/^listening (\S+) \S+:(\d+)$/gm);
    return new Map(Array.from(lines, ([, protocol = "", port]) => [protocol, Number(port)]));
  }

  /** Resolves when it listens on one of these. @throws when it ends before */
  async listens(...protocols: readonly string[]): Promise<void> {
    const failed = this.ended.then(({ code, stderr }) => {
      throw new Error(`exit ${code} before it listened: ${stderr}`);
    });
    failed.catch(() => undefined);
    while (!protocols.some((protocol) => this.ports.has(protocol)))
      await Promise.race([this.#recorded.printed, failed]);
  }

  /** Ends the program as a signal does. */
  async stop(): Promise<ProgramEnd> {
    await this.#recorded.run.closing.disposeAsync();
    this.#isOver.resolve();
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
