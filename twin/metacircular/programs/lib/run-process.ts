import { Fatal, reason } from "./fatal.ts";
import { PATIENCE } from "./patience.ts";
import type { Program, Run } from "./run.ts";

/** This process as a run. */
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

/** Starts the program; returns the exit code when it cannot run, after one line with the reason. */
export const startProgram = async (program: Program, run: Run): Promise<number | undefined> => {
  try {
    await program(run);
    return undefined;
  } catch (error) {
    // A failure to open something while the run ends is not reported.
    if (!run.closing.disposed) run.warn(`${wordsFor(error)}\n`);
    return 1;
  }
};

/** Runs the program in this process until SIGTERM or SIGINT (exit code 0), or until it cannot run (1). */
export const runProcess = (program: Program): void => {
  const run = runOfProcess();
  const stop = () => void run.closing.disposeAsync().finally(() => process.exit(0));
  // PID 1 ignores signals without a handler; each stop would take ten seconds.
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  void startProgram(program, run).then((code) => {
    if (code !== undefined && !run.closing.disposed) process.exit(code);
  });
};
