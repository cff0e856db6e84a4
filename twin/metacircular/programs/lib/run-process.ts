import { Fatal, reason } from "./fatal.ts";
import { PATIENCE } from "./patience.ts";
import type { Program, Run } from "./run.ts";

/** The run that this process is. */
export const runOfProcess = (): Run => ({
  args: process.argv.slice(2),
  environment: process.env,
  print: (text) => process.stdout.write(text),
  warn: (text) => process.stderr.write(text),
  now: () => performance.now(),
  patience: PATIENCE,
  closing: new AsyncDisposableStack(),
});

const wordsFor = (error: unknown): string | undefined =>
  error instanceof Fatal ? error.message : error instanceof Error ? error.stack : reason(error);

/** Starts the program; the exit code when it cannot run, which is then told in one line. */
export const startProgram = async (program: Program, run: Run): Promise<number | undefined> => {
  try {
    await program(run);
    return undefined;
  } catch (error) {
    // What was to be opened while the run ended is nothing to tell of.
    if (!run.closing.disposed) run.warn(`${wordsFor(error)}\n`);
    return 1;
  }
};

/** Makes this process the program, until SIGTERM or SIGINT ends it with 0, or it cannot run and ends with 1. */
export const runProcess = (program: Program): void => {
  const run = runOfProcess();
  const stop = () => void run.closing.disposeAsync().finally(() => process.exit(0));
  // As PID 1 a signal without a handler is ignored, and each stop would then take ten seconds.
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  void startProgram(program, run).then((code) => {
    if (code !== undefined && !run.closing.disposed) process.exit(code);
  });
};
