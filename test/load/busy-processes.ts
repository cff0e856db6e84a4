import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";

/** Four times as many as cores, each busy all the time; they end when disposed, and after an hour in any case. */
export const busyProcesses = (): Disposable & { readonly count: number } => {
  const count = 4 * availableParallelism();
  const all = Array.from({ length: count }, () =>
    spawn("timeout", ["3600", "sh", "-c", "while :; do :; done"], { stdio: "ignore", detached: true }),
  );
  return {
    count,
    [Symbol.dispose]: () => {
      for (const { pid } of all) if (pid !== undefined) process.kill(-pid, "SIGKILL");
    },
  };
};
