import { cachesOf, clean } from "./clean-caches.ts";
import { everyPart } from "./parts.ts";
import { endProcessesOf } from "./run-processes.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const interruptedExit = 130;

export type Interruption = Disposable & {
  readonly signal: AbortSignal;
  /** The mark in the environment of every process of this run. */
  readonly mark: string;
  /** Ends the running parts, removes what they left, and returns the exit code. */
  readonly cleanUp: () => Promise<number>;
};

/** Handles the signals that end a run, and removes everything that the run has started. */
export const interruption = (): Interruption => {
  const controller = new AbortController();
  const mark = `${process.pid}-${Date.now()}`;
  const abort = () => controller.abort();
  for (const signal of signals) process.on(signal, abort);
  return {
    signal: controller.signal,
    mark,
    cleanUp: async () => {
      process.stderr.write("interrupted: cleaning up\n");
      await endProcessesOf(mark);
      for (const cache of cachesOf(everyPart)) clean(cache);
      return interruptedExit;
    },
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, abort);
    },
  };
};
