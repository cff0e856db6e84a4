import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { getSystemErrorName } from "node:util";
import { forkHelperProgram } from "./fork-helper-program.ts";
import { Refusal } from "./refusal.ts";
import { killGroup, NotStarted, type Running, readStatus, type Start } from "./running.ts";

const perl = "/usr/bin/perl";
/** The numbers of system calls. Source: asm/unistd_64.h, asm-generic/unistd.h. */
type SystemCalls = { readonly setsid: number; readonly clockSettime: number; readonly prctl: number };
const systemCallsOf: Readonly<Partial<Record<NodeJS.Architecture, SystemCalls>>> = {
  x64: { setsid: 112, clockSettime: 227, prctl: 157 },
  arm64: { setsid: 157, clockSettime: 112, prctl: 167 },
};
const systemCalls = systemCallsOf[process.arch];
const mostIdle = 16;

/** The command's output: paths that the helper can open for writing. */
export type Output = { readonly stdout: string; readonly stderr: string };

/**
 * Small processes that start commands for the agent, one at a time each. For a fork Node copies the page tables of its
 * 70 MB and waits for the exec, on the thread that also reads, answers and samples. A helper forks the next process in
 * advance, and changes to any user without a program in between.
 */
export class ForkHelpers {
  readonly #idle: ForkHelper[] = [];
  readonly #possible = systemCalls !== undefined && existsSync(perl);

  /** Undefined without Perl, or on an unknown processor. @throws Refusal for an argument that no program can receive */
  start(start: Start, output: Output): Running | undefined {
    if (!this.#possible) return undefined;
    const request = runRequest(start, output);
    return this.#take().run(request);
  }

  /** Sets the machine's clock without another program; undefined if that is not possible. */
  setClock(unixMs: number): Promise<void> | undefined {
    if (!this.#possible) return undefined;
    const seconds = Math.floor(unixMs / 1000);
    const nanoseconds = Math.round((unixMs - seconds * 1000) * 1e6);
    const running = this.#take().run(frameOf(["clock", seconds, nanoseconds]));
    return new Promise((resolve, reject) => {
      running.onExit = () => resolve();
      running.onFailed = reject;
    });
  }

  #take(): ForkHelper {
    for (let helper = this.#idle.pop(); helper; helper = this.#idle.pop()) {
      if (helper.lives) return helper;
    }
    return new ForkHelper((helper) => this.#giveBack(helper));
  }

  #giveBack(helper: ForkHelper): void {
    if (this.#idle.length < mostIdle) this.#idle.push(helper);
    else helper.end();
  }
}

type Job = Running & { killed: boolean; failure?: string };

class ForkHelper {
  lives = true;
  readonly #process: ChildProcess;
  readonly #onOver: (helper: ForkHelper) => void;
  /** The process that has taken the job's command; a process that is only forked in advance must not be killed. */
  #pid: number | undefined;
  #job: Job | undefined;
  #text = "";

  constructor(onOver: (helper: ForkHelper) => void) {
    this.#onOver = onOver;
    const child = spawn(
      perl,
      [
        "-e",
        forkHelperProgram,
        ...[systemCalls?.setsid, systemCalls?.clockSettime, systemCalls?.prctl, process.pid].map(String),
      ],
      {
        // Not the agent's stderr, which would keep the agent's stream open.
        stdio: ["pipe", "pipe", "ignore"],
        env: { LC_ALL: "C" },
        detached: true,
      },
    );
    this.#process = child;
    child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#receive(text));
    child.stdin?.on("error", () => {});
    child.once("error", () => this.#lost());
    child.once("exit", () => this.#lost());
    // It ends with the agent, and must not keep it alive.
    for (const one of [child, child.stdin, child.stdout]) (one as { unref?: () => void } | null)?.unref?.();
  }

  run(request: Buffer): Running {
    const job: Job = {
      onExit: () => {},
      onFailed: () => {},
      kill: () => {
        job.killed = true;
        if (this.#job === job) this.#kill();
      },
      killed: false,
    };
    this.#job = job;
    this.#process.stdin?.write(request);
    return job;
  }

  end(): void {
    this.#process.stdin?.end();
  }

  #kill(): void {
    if (this.#pid !== undefined) killGroup(this.#pid);
  }

  #receive(text: string): void {
    const lines = (this.#text + text).split("\n");
    this.#text = lines.pop() ?? "";
    for (const line of lines) this.#line(line.slice(0, 1), line.slice(2));
  }

  #line(kind: string, rest: string): void {
    const job = this.#job;
    if (kind === "p") {
      this.#pid = Number(rest);
      // Without a job: the helper was lost before this was read.
      if (job === undefined || job.killed) this.#kill();
    } else if (kind === "e" && job !== undefined) {
      job.failure = reasonOf(rest);
    } else if (kind === "x") {
      this.#over(Number(rest));
    }
  }

  #over(status: number): void {
    const job = this.#job;
    this.#pid = undefined;
    // The process that was forked in advance was killed from outside; the helper has forked another.
    if (job === undefined) return;
    this.#job = undefined;
    this.#onOver(this);
    const { code, signal } = readStatus(status);
    if (job.failure === undefined) job.onExit(code, signal);
    else job.onFailed(new NotStarted(`the command could not be started: ${job.failure}`));
  }

  #lost(): void {
    this.lives = false;
    // The process that is forked in advance ends when its pipe has no writer any more.
    this.#process.stdin?.destroy();
    const job = this.#job;
    if (job === undefined) return;
    this.#job = undefined;
    this.#kill();
    job.onFailed(
      new Refusal("the process that started the command has ended: what became of it is not known"),
    );
  }
}

/** "7 exec /bin/true" → "exec /bin/true E2BIG". */
const reasonOf = (said: string): string => {
  const [errno = "", ...what] = said.split(" ");
  return `${what.join(" ")} ${Number(errno) > 0 ? getSystemErrorName(-Number(errno)) : ""}`.trim();
};

/** @throws Refusal for an argument that no program can receive */
const runRequest = (start: Start, output: Output): Buffer => {
  const env = Object.entries(start.env).map(([name, value]) => `${name}=${value}`);
  const fields = [
    "run",
    env.length,
    start.cwd,
    start.uid,
    start.gid,
    start.groups.join(" "),
    start.stdin === undefined ? "/dev/null" : `/proc/${process.pid}/fd/${start.stdin}`,
    output.stdout,
    output.stderr,
    ...env,
    ...start.words,
  ];
  if (fields.some((field) => String(field).includes("\0"))) {
    throw new Refusal("the command could not be started: a zero byte in it");
  }
  return frameOf(fields);
};

const frameOf = (fields: readonly (string | number)[]): Buffer => {
  const body = Buffer.from(fields.join("\0"));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
};
