import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 200;

/** When a process started, in clock ticks since boot; a pid alone may belong to another process by now. Source: proc_pid_stat(5). */
const startedAt = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ")[19];
  } catch {
    return undefined;
  }
};

const isHeld = (lock) => {
  const [pid, started] = lock.split(" ");
  return startedAt(pid) !== undefined && startedAt(pid) === started;
};

const read = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};

/** One of several waiting processes moves a lock away; a process that moved a newer lock by mistake puts it back. */
const removeStale = (file, lock) => {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) !== lock) linkSync(aside, file);
  rmSync(aside, { force: true });
};

/** A link is created atomically, so that no process reads a lock that is half written. */
const take = (file) => {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${process.pid} ${startedAt(process.pid) ?? ""}`);
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
};

/** Does the work under the folder's lock; a lock whose owner has ended is taken over. */
export const withInstallLock = async (file, work) => {
  for (let waited = false; !take(file); ) {
    const lock = read(file);
    if (lock === undefined) continue;
    if (!isHeld(lock)) {
      removeStale(file, lock);
      continue;
    }
    if (!waited) process.stderr.write("another command is installing the dependencies: waiting for it …\n");
    waited = true;
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
};
