import { once } from "node:events";
import { Worker } from "node:worker_threads";

const usualLimitMs = 30_000;

/** Runs beside the thread that loads, which a loop without an end would keep from everything, signals too. */
const watcher = `
const { workerData } = require("node:worker_threads");
setTimeout(() => {
  require("node:fs").writeSync(2, workerData.message);
  process.kill(process.pid, "SIGKILL");
}, workerData.limitMs);
`;

/** Ends the process, with a message, when what is loaded has not come to its end in `limitMs`. Answers what ends the watch. */
export const watchLoading = async (file: string, limitMs = usualLimitMs): Promise<() => void> => {
  const message = `✗ ${file} does not end loading
  where     ${file}
  waited    ${limitMs / 1000} s
  next      run nothing in a scenario: it is a value; look for a loop that has no end
`;
  const worker = new Worker(watcher, { eval: true, execArgv: [], workerData: { message, limitMs } });
  // A thread does not begin while the one that made it is in a loop.
  await once(worker, "online");
  worker.unref();
  return () => void worker.terminate();
};
