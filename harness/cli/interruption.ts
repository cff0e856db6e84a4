import { watchAncestors } from "./ancestors.ts";

/** The signal that is raised when the operator, or the parent process, ends the command. */
export type Interruption = Disposable & {
  readonly signal: AbortSignal;
  /** The name of what raised it, for example "SIGINT". */
  reason(): string | undefined;
};

const parentPollMs = 500;

/**
 * Listens for Ctrl-C, termination, a closed terminal, and the death of the process that started us: npm killed
 * with -9 cannot tell us, and would leave a drill running unnoticed.
 */
export const listenForInterruption = (onFirst: (reason: string) => void): Interruption => {
  const controller = new AbortController();
  let reason: string | undefined;
  const raise = (why: string): void => {
    if (reason !== undefined) return;
    reason = why;
    onFirst(why);
    controller.abort();
  };
  const handlers = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((name) => {
    const handler = () => raise(name);
    process.on(name, handler);
    return [name, handler] as const;
  });
  const haveEnded = watchAncestors();
  const poll = setInterval(() => {
    if (haveEnded()) raise("the end of the process that started it");
  }, parentPollMs);
  poll.unref();
  return {
    signal: controller.signal,
    reason: () => reason,
    [Symbol.dispose]: () => {
      clearInterval(poll);
      for (const [name, handler] of handlers) process.off(name, handler);
    },
  };
};
