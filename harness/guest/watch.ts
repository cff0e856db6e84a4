import type { Capture } from "./capture.ts";
import type { Running } from "./running.ts";

/** How long the pipes are read after the command's end; a daemon that it left may hold them forever. */
const graceMs = 50;

/** The pipes of a command that takes longer are read; until then its output stays in them (64 KiB each). */
const listenAfterMs = 20;

export type Execution = {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly timedOut: boolean;
  readonly durationMs: number;
  readonly stdout: Capture;
  readonly stderr: Capture;
};

type Watched = {
  readonly running: Running;
  readonly stdout: Capture;
  readonly stderr: Capture;
  readonly timeoutMs: number;
  readonly startedMs: number;
};

/**
 * The result of a new process that leads its group; the group is killed at the time limit.
 * @throws Refusal, of the kind NotStarted when nothing ran
 */
export const watch = (watched: Watched): Promise<Execution> => {
  const { running, stdout, stderr, timeoutMs, startedMs } = watched;
  const { promise, resolve, reject } = Promise.withResolvers<Execution>();
  let openPipes = 2;
  let timedOut = false;
  let ended: Pick<Execution, "exitCode" | "signal" | "durationMs"> | undefined;
  let grace: NodeJS.Timeout | undefined;
  const listen = () => {
    stdout.listen();
    stderr.listen();
  };
  const listening = setTimeout(listen, listenAfterMs);
  const release = () => {
    clearTimeout(listening);
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
    if (ended !== undefined) return;
    timedOut = true;
    running.kill();
    // Also when the kernel cannot end it at once, as in a hung file system.
    grace = setTimeout(finish, graceMs);
  }, timeoutMs);
  running.onExit = (exitCode, signal) => {
    ended = { exitCode, signal, durationMs: performance.now() - startedMs };
    for (const output of [stdout, stderr]) if (output.takeAll()) openPipes -= 1;
    if (openPipes === 0) return finish();
    listen();
    grace ??= setTimeout(finish, graceMs);
  };
  running.onFailed = (error) => {
    release();
    reject(error);
  };
  return promise;
};
