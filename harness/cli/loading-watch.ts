import { once } from "node:events";
import { Worker } from "node:worker_threads";

const usualLimitMs = 30_000;

/** Runs beside the thread that loads, which a loop without an end would keep from everything, signals too. */
const watcher = `
const { parentPort } = require("node:worker_threads");
let timer;
parentPort.on("message", (next) => {
  clearTimeout(timer);
  if (next === undefined) return;
  timer = setTimeout(() => {
    require("node:fs").writeSync(2, next.message);
    process.kill(process.pid, "SIGKILL");
  }, next.limitMs);
});
`;

let started: Promise<Worker> | undefined;

/** One thread for all files: starting one takes longer than loading a scenario. */
const startWatcher = async (): Promise<Worker> => {
  const worker = new Worker(watcher, { eval: true, execArgv: [] });
  // A thread does not begin while the one that made it is in a loop.
  await once(worker, "online");
  worker.unref();
  return worker;
};

/**
 * Ends the process, with a message, when what is loaded has not come to its end in `limitMs`. One file at a time.
 * Answers what ends the watch.
 */
export const watchLoading = async (file: string, limitMs = usualLimitMs): Promise<() => void> => {
  const message = `✗ ${file} does not finish loading
  where     ${file}
  waited    ${limitMs / 1000} s
  next      run nothing in a scenario: it is a value; look for an endless loop
`;
  started ??= startWatcher();
  const worker = await started;
  worker.postMessage({ message, limitMs });
  return () => worker.postMessage(undefined);
};
