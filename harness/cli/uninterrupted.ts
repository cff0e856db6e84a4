const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Outlives the signals that end the work's own processes, so that what they leave can be removed after them. */
export const uninterrupted = async <T extends object>(
  work: () => Promise<T> & { kill?(signal: NodeJS.Signals): boolean },
): Promise<T & { readonly interrupted: boolean }> => {
  let interrupted = false;
  const running = work();
  const handlers = signals.map((signal) => {
    const handler = () => {
      interrupted = true;
      // A terminal signals the whole group; any other signal must be passed on.
      running.kill?.(signal);
    };
    process.on(signal, handler);
    return [signal, handler] as const;
  });
  try {
    return { ...(await running), interrupted };
  } finally {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  }
};
