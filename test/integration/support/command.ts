import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { repositoryRoot } from "#setup/repository.ts";
import { isRoot, smallCache } from "./caches.ts";
import { FollowedJournal } from "./followed-journal.ts";

export const markName = "DRILLBOOK_TEST_MARK";
/** In the environment of every process of this test process, and of their descendants. */
export const mark = `${process.pid}-${Date.now()}`;

const launcher = join(repositoryRoot, "bin", "drillbook.mjs");
const fixtures = join("test", "fixtures", "scenarios");
/** Below vitest's time limit, so that the failure of a hung command has its output. */
const usuallyLongestMs = 500_000;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export type CommandOptions = {
  /** The folder below test/fixtures/scenarios; without it, the repository's own scenarios. */
  readonly fixture?: string;
  /** The repository's path for the command. @default the repository's root */
  readonly repository?: string;
  /** @default an engine of the tests' own */
  readonly cache?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The program; the drill's arguments follow. @default this Node, the launcher, "drill" */
  readonly program?: readonly [string, ...string[]];
  readonly stdin?: string;
  /** A time limit longer than the default. */
  readonly longestMs?: number;
  /** The DOCKER_HOST of a running engine to use. */
  readonly dockerHost?: string;
  /** "auto": the command searches an engine. @default a private one, if the tests run as root */
  readonly engine?: "auto";
};

export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** A command started as by a user, in its own process group and session. */
export class RunningCommand {
  readonly pid: number;
  readonly journal: FollowedJournal;
  /** The folder of only this command's temporary files, report and runbook. */
  readonly folder: string;
  readonly #child: ChildProcess;
  readonly #longestMs: number;
  readonly #ended: Promise<Ended>;
  #stdout = "";
  #stderr = "";

  constructor(args: readonly string[], options: CommandOptions) {
    this.folder = mkdtempSync(join(tmpdir(), "drillbook-it-"));
    this.#longestMs = options.longestMs ?? usuallyLongestMs;
    // Some commands run as another user.
    chmodSync(this.folder, 0o777);
    folders.push(this.folder);
    const [file, ...before] = options.program ?? [process.execPath, launcher, "drill"];
    this.#child = spawn(file, [...before, ...args, ...this.#added(args, options)], {
      cwd: repositoryRoot,
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      env: this.#environment(options),
    });
    this.pid = this.#child.pid ?? 0;
    this.#child.stdout?.on("data", (chunk: Buffer) => {
      this.#stdout += chunk.toString();
    });
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.#child.stdin?.on("error", () => {});
    this.#child.stdin?.end(options.stdin ?? "");
    const exited = once(this.#child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
    this.#ended = exited.then(([code, signal]) => ({
      code,
      signal,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }));
    this.journal = new FollowedJournal(this.reports, () => this.#said());
    void this.#ended.then(() => this.journal.noMore());
  }

  get reports(): string {
    return join(this.folder, "reports");
  }

  get runbooks(): string {
    return join(this.folder, "runbooks");
  }

  /** Its output so far. */
  get stdout(): string {
    return this.#stdout;
  }

  /** As Ctrl-C at a terminal does. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  signalAlone(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends all of it at once, if it still runs. */
  kill(): void {
    try {
      this.signalGroup("SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  /** Resolves at its end, and that of every process that holds its output open. @throws at the time limit, after killing it */
  async ended(): Promise<Ended> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.kill();
        reject(new Error(`the command did not end in ${this.#longestMs / 1000} s\n${this.#said()}`));
      }, this.#longestMs);
    });
    return Promise.race([this.#ended, late]).finally(() => clearTimeout(timer));
  }

  #said(): string {
    return `--- stdout\n${this.#stdout}\n--- stderr\n${this.#stderr}`;
  }

  #added(
    args: readonly string[],
    { fixture, repository = repositoryRoot, dockerHost, engine }: CommandOptions,
  ): string[] {
    const isDrill = !["list", "plan", "doctor", "clean", "shell", "ps", "--help"].includes(args[0] ?? "list");
    const isOwnEngine = isRoot && dockerHost === undefined && engine === undefined;
    return [
      ...(fixture === undefined ? [] : ["--scenarios", join(repository, fixtures, fixture)]),
      ...(isDrill ? ["--reports", this.reports, "--runbooks", this.runbooks] : []),
      ...(isDrill && isOwnEngine ? ["--engine", "private"] : []),
    ];
  }

  #environment({ cache = smallCache, env, dockerHost }: CommandOptions): NodeJS.ProcessEnv {
    return {
      ...process.env,
      NODE_OPTIONS: undefined,
      DOCKER_HOST: dockerHost,
      DRILLBOOK_CACHE: cache,
      TMPDIR: this.folder,
      [markName]: mark,
      ...env,
    };
  }
}

export const start = (args: readonly string[], options: CommandOptions = {}): RunningCommand =>
  new RunningCommand(args, options);

export type Finished = Ended & { readonly command: RunningCommand };

/** Runs a command to its end. */
export const run = async (args: readonly string[], options: CommandOptions = {}): Promise<Finished> => {
  const command = start(args, options);
  return { ...(await command.ended()), command };
};
