import type { ChildProcess } from "node:child_process";
import type { Capture } from "./capture.ts";
import { codeOf, messageOf, Refusal } from "./refusal.ts";

/** How long the pipes are read on after the command is gone: a daemon that it left may hold them for ever. */
const graceMs = 50;

export type Execution = {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly timedOut: boolean;
  readonly durationMs: number;
  readonly stdout: Capture;
  readonly stderr: Capture;
};

/** The program could not be run: no such file, or not one that the kernel can start. */
export class NotStarted extends Refusal {}

export type Watched = {
  readonly child: ChildProcess;
  readonly stdout: Capture;
  readonly stderr: Capture;
  readonly timeoutMs: number;
  readonly startedMs: number;
};

/**
 * What became of a process that was just spawned as the leader of its group; the group is killed at the time
 * limit. @throws NotStarted
 */
export const watch = (watched: Watched): Promise<Execution> => {
  const { child, stdout, stderr, timeoutMs, startedMs } = watched;
  const { promise, resolve, reject } = Promise.withResolvers<Execution>();
  let openPipes = 2;
  let timedOut = false;
  let ended: Pick<Execution, "exitCode" | "signal" | "durationMs"> | undefined;
  let grace: NodeJS.Timeout | undefined;
  const release = () => {
    clearTimeout(limit);
    clearTimeout(grace);
    stdout.stop();
    stderr.stop();
  };
  const finish = () => {
    release();
    const gone = ended ?? { exitCode: undefined, signal: "SIGKILL", durationMs: timeoutMs };
    resolve({ ...gone, timedOut, stdout, stderr });
  };
  const onPipeEnd = () => {
    openPipes -= 1;
    if (openPipes === 0 && ended !== undefined) finish();
  };
  stdout.onEnd = onPipeEnd;
  stderr.onEnd = onPipeEnd;
  const limit = setTimeout(() => {
    if (ended !== undefined || child.pid === undefined) return;
    timedOut = true;
    killGroup(child.pid);
    // Even when the kernel cannot end it at once, as in a hung file system.
    grace = setTimeout(finish, graceMs);
  }, timeoutMs);
  child.once("exit", (code, signal) => {
    ended = {
      exitCode: code ?? undefined,
      signal: signal ?? undefined,
      durationMs: performance.now() - startedMs,
    };
    if (openPipes === 0) finish();
    else grace ??= setTimeout(finish, graceMs);
  });
  child.once("error", (error) => {
    release();
    reject(new NotStarted(`the command could not be started: ${messageOf(error)}`));
  });
  return promise;
};

/** Nothing happens when the group is gone already. */
export const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (codeOf(error) !== "ESRCH") throw error;
  }
};
