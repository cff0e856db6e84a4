import { closeSync, statSync } from "node:fs";
import type { CommandRequest } from "../probes/command/value.ts";
import { type Account, findAccount } from "./account.ts";
import { Capture } from "./capture.ts";
import { ForkHelpers } from "./fork-helper.ts";
import { inputFile } from "./input-file.ts";
import { loginEnvironment } from "./login.ts";
import { startWithNode } from "./node-start.ts";
import type { PipePool } from "./pipes.ts";
import { plainWords } from "./plain-words.ts";
import { messageOf, Refusal } from "./refusal.ts";
import { NotStarted, type Running } from "./running.ts";
import { type Execution, watch } from "./watch.ts";

type Setting = {
  readonly account: Account;
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly call: CommandRequest;
};

/** Runs commands, each in its own process group, and tracks the running ones. */
export class Commands {
  readonly #pipes: PipePool;
  readonly #helpers = new ForkHelpers();
  readonly #running = new Set<Running>();
  #generation = 0;

  constructor(pipes: PipePool) {
    this.#pipes = pipes;
  }

  /** @throws Refusal when the user or the directory does not exist, or nothing could be started */
  async run(call: CommandRequest): Promise<Execution> {
    const account = findAccount(call.user ?? "root");
    const cwd = directoryOf(call, account);
    const env = loginEnvironment(account, cwd, call.env ?? {});
    const setting = { account, cwd, env, call };
    const direct = plainWords(call.script, env["PATH"]);
    if (direct !== undefined) {
      try {
        return await this.#start(direct, setting);
      } catch (error) {
        // For example a script whose interpreter is missing: a shell prints the message that operators know.
        if (!(error instanceof NotStarted)) throw error;
      }
    }
    return this.#start(["/bin/sh", "-c", call.script], setting);
  }

  /** Sets the machine's clock. @throws Refusal when the kernel refuses, or `date` is missing */
  async setClock(unixMs: number): Promise<void> {
    const setting = this.#helpers.setClock(unixMs);
    if (setting !== undefined) return setting;
    const script = `date --utc --set=@${(unixMs / 1000).toFixed(3)}`;
    const { exitCode, stderr } = await this.run({ script, timeoutMs: 10_000 });
    if (exitCode !== 0) throw new Refusal(stderr.output.toString("utf8").trim());
  }

  /** Kills every running process group, and starts no waiting command. */
  killAll(): void {
    this.#generation += 1;
    for (const running of this.#running) running.kill();
  }

  async #start(words: readonly string[], { account, cwd, env, call }: Setting): Promise<Execution> {
    const { uid, gid, groups } = account;
    const generation = this.#generation;
    const [outPipe, errorPipe] = await this.#pipes.take();
    if (generation !== this.#generation) {
      this.#pipes.giveBack(outPipe);
      this.#pipes.giveBack(errorPipe);
      throw new Refusal("the session of this command is over");
    }
    const stdin = call.stdin === undefined ? undefined : inputFile(call.stdin);
    const stdout = new Capture(this.#pipes, outPipe);
    const stderr = new Capture(this.#pipes, errorPipe);
    const startedMs = performance.now();
    const start = { words, cwd, env, uid, gid, groups, stdin };
    let running: Running;
    try {
      running =
        this.#helpers.start(start, { stdout: outPipe.path, stderr: errorPipe.path }) ??
        startWithNode(start, { stdout: outPipe, stderr: errorPipe });
    } catch (error) {
      if (stdin !== undefined) closeSync(stdin);
      stdout.stop();
      stderr.stop();
      throw error instanceof Refusal
        ? error
        : new Refusal(`the command could not be started: ${messageOf(error)}`);
    }
    this.#running.add(running);
    try {
      return await watch({ running, stdout, stderr, timeoutMs: call.timeoutMs, startedMs });
    } finally {
      this.#running.delete(running);
      // The helper opens it by this one's path.
      if (stdin !== undefined) closeSync(stdin);
    }
  }
}

const directoryOf = (call: CommandRequest, account: Account): string => {
  const cwd = call.cwd ?? account.home;
  const called = call.cwd === undefined ? `${cwd}, the home of ${account.name},` : cwd;
  const found = statSync(cwd, { throwIfNoEntry: false });
  if (found === undefined) throw new Refusal(`the directory ${called} does not exist`);
  if (!found.isDirectory()) throw new Refusal(`${called} is not a directory`);
  return cwd;
};
