import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, statSync } from "node:fs";
import { type Account, findAccount } from "./account.ts";
import { become } from "./become.ts";
import { Capture } from "./capture.ts";
import { inputFile } from "./input-file.ts";
import { loginEnvironment } from "./login.ts";
import type { PipePool } from "./pipes.ts";
import { plainWords } from "./plain-words.ts";
import type { ExecCall } from "./protocol.ts";
import { messageOf, Refusal } from "./refusal.ts";
import { type Execution, killGroup, NotStarted, watch } from "./watch.ts";

type Setting = {
  readonly account: Account;
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly call: ExecCall;
};

/** Runs commands, each in a process group of its own, and knows which are under way. */
export class Commands {
  readonly #pipes: PipePool;
  readonly #running = new Set<number>();
  #generation = 0;

  constructor(pipes: PipePool) {
    this.#pipes = pipes;
  }

  /** @throws Refusal when the user or the directory does not exist, or nothing could be started */
  async run(call: ExecCall): Promise<Execution> {
    const account = findAccount(call.user ?? "root");
    const cwd = directoryOf(call, account);
    const env = loginEnvironment(account, cwd, call.env ?? {});
    const setting = { account, cwd, env, call };
    const direct = plainWords(call.script, env["PATH"]);
    if (direct !== undefined) {
      try {
        return await this.#start(direct, setting);
      } catch (error) {
        // Such as a script whose interpreter is missing: a shell says it as an operator knows it.
        if (!(error instanceof NotStarted)) throw error;
      }
    }
    return this.#start(["/bin/sh", "-c", call.script], setting);
  }

  /** Kills every process group that is under way, and starts none that waits. */
  killAll(): void {
    this.#generation += 1;
    for (const pid of this.#running) killGroup(pid);
  }

  async #start(words: readonly string[], { account, cwd, env, call }: Setting): Promise<Execution> {
    const identity = become(account, words);
    const generation = this.#generation;
    const [outPipe, errorPipe] = await this.#pipes.take();
    if (generation !== this.#generation) {
      this.#pipes.giveBack(outPipe);
      this.#pipes.giveBack(errorPipe);
      throw new Refusal("the session of this command is over");
    }
    const input = call.stdin === undefined ? undefined : inputFile(call.stdin);
    const stdout = new Capture(this.#pipes, outPipe);
    const stderr = new Capture(this.#pipes, errorPipe);
    const output = [outPipe.openWriter(), errorPipe.openWriter()];
    const [program = "", ...args] = identity.words;
    const startedMs = performance.now();
    let child: ChildProcess;
    try {
      const stdio = [input ?? ("ignore" as const), ...output];
      child = spawn(program, args, { cwd, env, detached: true, stdio, ...identity.ids });
    } catch (error) {
      stdout.stop();
      stderr.stop();
      throw new Refusal(`the command could not be started: ${messageOf(error)}`);
    } finally {
      for (const end of output) closeSync(end);
      if (input !== undefined) closeSync(input);
    }
    const { pid } = child;
    if (pid !== undefined) {
      this.#running.add(pid);
      child.once("exit", () => this.#running.delete(pid));
    }
    return watch({ child, stdout, stderr, timeoutMs: call.timeoutMs, startedMs });
  }
}

const directoryOf = (call: ExecCall, account: Account): string => {
  const cwd = call.cwd ?? account.home;
  const called = call.cwd === undefined ? `${cwd}, the home of ${account.name},` : cwd;
  const found = statSync(cwd, { throwIfNoEntry: false });
  if (found === undefined) throw new Refusal(`the directory ${called} does not exist`);
  if (!found.isDirectory()) throw new Refusal(`${called} is not a directory`);
  return cwd;
};
